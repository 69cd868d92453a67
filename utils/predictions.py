"""Every question a lesson asks before a reveal, with what each answer deserves to hear.

They stand here and not in the notebooks, so that nobody reads the answer on the way to the question.
Data only: key -> (question, {answer: what is said to whoever chose it}, the right answer).
"""

PREDICTIONS = {
    # --- lesson 00 ----------------------------------------------------------------------------------------------
    "half-and-half": (
        "Half a T-shirt and half a boot, and no bag at all. Where in the triangle does that point lie?",
        {
            "in the middle of the triangle": "The middle is one third of each, and there is no bag in this one.",
            "on the edge between T-shirt and boot, halfway": "No bag puts it on the edge that does not touch the bag, "
            "and equal shares put it halfway.",
            "in the corner of the bag": "The corner of the bag is all bag, and there is none in this one.",
        },
        "on the edge between T-shirt and boot, halfway",
    ),
    # --- lesson 01 ----------------------------------------------------------------------------------------------
    "class-number": (
        "A linear model, one number per image, fitted by squared error to the class numbers 0 to 9 and then rounded. "
        "How many of the new Fashion-MNIST images does it get right?",
        {
            "about 10 %, no better than chance": "The numbers hold more than nothing: this lesson measures 39 %.",
            "about 40 %": "This lesson measures 39 %. Four times chance, and it owes part of that to luck, as the "
            "first lab shows.",
            "about 65 %": "This lesson measures 39 %, and the luckiest of a thousand other orders of the names reaches "
            "42 %.",
            "about 90 %": "No linear model of this course gets there on these images. This one reaches 39 %.",
        },
        "about 40 %",
    ),
    "halfway": (
        "T-shirt is 0, bag is 1, boot is 2. Half of the people say T-shirt, half say boot, nobody says bag. Which "
        "number has the lowest mean squared error?",
        {
            "0, the T-shirt": "Right half of the time, and off by 2 the other half: 2.00 on average.",
            "1, the bag": "Off by 1 every time, 1.00 on average. The number of the one class it cannot be.",
            "2, the boot": "Right half of the time, and off by 2 the other half: 2.00 on average.",
            "0 and 2 are equally good, and best": "They are equally good. The number between them is better: off by 1 "
            "every time, 1.00 on average against 2.00.",
        },
        "1, the bag",
    ),
    "renumber": (
        "The ten classes swap numbers at random. The images and the fit stay as they are. What happens to the share of "
        "right answers?",
        {
            "nothing, names carry no information": "They carry none about the images. Yet the model is asked for one "
            "number, and which garments are neighbours on that line decides what it can say.",
            "it changes by a point or two": "By far more than that: a thousand renumberings get between 20.8 % and "
            "42.2 % right, 29.3 % on average.",
            "it changes a lot": "A thousand renumberings get between 20.8 % and 42.2 % right, 29.3 % on average. One "
            "line cannot put every two similar garments side by side.",
        },
        "it changes a lot",
    ),
    "shift-scores": (
        "Three scores, one for each class. You add 2 to all three. Where does their point in the triangle go?",
        {
            "up, towards the class on top": "Each score moves the point in the direction of its own corner, and the "
            "three moves cancel.",
            "outwards, twice as far": "That is what multiplying by 2 would do. Adding the same to all three moves the "
            "point alike in three directions that cancel.",
            "nowhere": "Equal moves in the directions of three corners cancel. The picture shows differences between "
            "scores, and those have not changed.",
        },
        "nowhere",
    ),
    # --- lesson 02 ----------------------------------------------------------------------------------------------
    "loader": (
        "One pass over the 10,000 test images, in mixed batches: image by image through the loader, or rows of one "
        "tensor. How much longer does the loader take?",
        {
            "about as long": "The numbers that come out are the same, the work is not: each image is handled by "
            "itself, in Python. The loader takes tens of times as long.",
            "two or three times as long": "A loader over ready-made tensors comes nearer to that. Here each image "
            "becomes a picture and then numbers again, and that takes tens of times as long.",
            "tens of times as long, or more": "Each image is handled by itself, in Python, 10,000 times. Rows of a "
            "tensor are copied 256 at a time.",
        },
        "tens of times as long, or more",
    ),
    "closest-means": (
        "Take the mean of all training images of each class. Which two of these mean images are closest?",
        {
            "sneaker and ankle boot": "A boot has a shaft, always in the same place: their distance is 7.21, that of "
            "pullover and coat 2.48.",
            "pullover and coat": "Sleeves and a body of the same outline: their distance is 2.48. The shirt is next, "
            "2.68 from the pullover.",
            "T-shirt and shirt": "The mean shirt has long sleeves: their distance is 3.72, that of pullover and coat "
            "2.48.",
            "trouser and dress": "Both are narrow, but trousers have a gap between the legs: their distance is 4.10, "
            "that of pullover and coat 2.48.",
        },
        "pullover and coat",
    ),
    "nearest-mean": (
        "Nearest of ten mean images, nothing trained. How many of the test images does it get right?",
        {
            "about 10 %, no better than chance": "The means hold far more than chance: this lesson measures 68 %.",
            "about 40 %": "39 % is what regressing the class number reached in lesson 1. Ten means reach 68 %.",
            "about 70 %": "This lesson measures 68 %, with ten means and no training at all.",
            "about 85 %": "That is the best of the linear models in this course, and they are trained. Ten means reach "
            "68 %.",
        },
        "about 70 %",
    ),
    "luck": (
        "A hundred models, each right with chance 83 % on every image, are tested on 100 images. What does the best of "
        "them read?",
        {
            "83 %": "That is what they would read on average. In 95 of 100 tests on 100 images a model reads within "
            "7.4 points of it, and the best of a hundred is a lucky one: here it reads 91 %.",
            "about 85 %": "In 95 of 100 tests on 100 images a model reads within 7.4 points of 83 %, and the best of a "
            "hundred is further off: here it reads 91 %.",
            "more than 90 %": "In 95 of 100 tests on 100 images a model reads within 7.4 points of 83 %, and the best "
            "of a hundred is one of the luckiest: here it reads 91 %.",
        },
        "more than 90 %",
    ),
    # --- lesson 03 ----------------------------------------------------------------------------------------------
    "mse-accuracy": (
        "A linear model, ten scores per image, fitted with squared error to one-hot labels. How many of the new "
        "Fashion-MNIST images does it get right?",
        {
            "about 10 %, no better than chance": "Squared error is not that lost: this lesson measures 81 %.",
            "about 40 %": "About 40 % is what regressing the class number reached in lesson 1. One-hot labels double "
            "it: this lesson measures 81 %.",
            "about 80 %": "This lesson measures 81 %. The best linear models of the course reach between 84 and "
            "85 %, so keep an eye on what is missing.",
            "about 95 %": "No linear model gets there on these images: this one reaches 81 %, the best of the "
            "course between 84 and 85 %.",
        },
        "about 80 %",
    ),
    "masking": (
        "Make each point a cloud of 100 and pull the clouds so far apart that nothing overlaps. Does the middle class "
        "come back?",
        {
            "yes, separated clouds are easy": "For softmax they are easy, as the lab shows. Squared error still fits "
            "straight lines to 0 and 1, and finds none of the middle class at any distance of the lab.",
            "only partly": "Not even partly: the lab finds none of it at any distance from 1 to 5.",
            "no, its line stays flat": "The middle target still goes 0, 1, 0 from left to right, and no straight line "
            "follows that. Distance does not help.",
        },
        "no, its line stays flat",
    ),
    "too-right": (
        "F moves from 3 out to 50, deep on its own side. What does least squares do with the boundary between the "
        "classes?",
        {
            "nothing, F was right already": "Cross-entropy would leave it alone. Least squares minds that the score at "
            "F is far above 1, and turns the whole line to bring it down.",
            "moves it left, to give F's class more room": "The line is turned flatter to bring the score at F down to "
            "1, and then crosses one half further right.",
            "moves it right, towards F": "The score at F, far above 1, counts as a large error. The line is turned "
            "flatter, and its crossing of one half moves right, past the point at 1, which was fine.",
        },
        "moves it right, towards F",
    ),
    "sum-of-scores": (
        "Add up the ten scores for one new image. What does the sum come to?",
        {
            "it can be anything": "Dive into Deep Learning warns of that. Yet the targets sum to 1 and the model has a "
            "bias, and that forces the scores of the best fit to do the same, for every image.",
            "1, up to rounding": "The targets sum to 1 and the model has a bias. That is all it takes: exercise 4 "
            "proves it.",
            "1, but only for training images": "The sum of the ten scores is one linear function for all images, old "
            "and new: the constant 1.",
        },
        "1, up to rounding",
    ),
    "cliff": (
        "After 100 steps of gradient descent on all images, which learning rate has the lowest training loss?",
        {
            "0.001, small steps are safe": "Small steps are safe, and slow: after 100 steps it has not gone far.",
            "0.017, a hair below the limit": "Of these three, the longest step that still settles wins. A hair over "
            "the limit, and the loss explodes.",
            "0.019, a hair above the limit": "Over the limit each step multiplies the error along the steepest "
            "direction by a factor above 1. After 100 steps that is a very large number.",
        },
        "0.017, a hair below the limit",
    ),
    # --- lesson 04 ----------------------------------------------------------------------------------------------
    "margin-accuracy": (
        "Squared error got 81 % of the new images right. Keep the linear model and ask only that the true class "
        "leads by a margin. What does the accuracy do?",
        {
            "it falls, we ask for less": "We ask for less, and what is no longer asked was in the way: this lesson "
            "measures between 84 and 85 %.",
            "it stays at 81 %, the model is the limit": "The limit was the loss: this lesson measures between 84 and "
            "85 % with the same linear model.",
            "it rises by three to four points": "This lesson measures between 84 and 85 %. Most of the gain is that "
            "nothing is too right any more, as its last table shows.",
            "it rises above 90 %": "No linear model of the course gets there on raw pixels. This lesson measures "
            "between 84 and 85 %.",
        },
        "it rises by three to four points",
    ),
    "margin-inside": (
        "The T-shirt leads bag and boot by 1.5. The margin is 1. What does the loss do to the three scores?",
        {
            "it pushes the lead back to 1": "Squared error would push it back. A margin loss asks for a lead of 1 or "
            "more, and 1.5 is more.",
            "it pushes the lead further up": "Cross-entropy would push it up, a little. A margin loss is content from "
            "a lead of 1 on.",
            "nothing at all": "Every lead is at least the margin, so the loss is exactly 0 and so is its slope.",
        },
        "nothing at all",
    ),
    "margin-separable": (
        "Straight lines separate all points. One model trains with the margin loss, one with cross-entropy (lesson 6), "
        "for ten thousand steps after every point is right. What do their weights do?",
        {
            "both settle": "Only the weights under the margin loss settle. Cross-entropy is above 0 for any finite "
            "scores, so larger weights are always a little better.",
            "the margin loss stops, cross-entropy goes on": "Once every lead is the margin there is nothing left to "
            "lower. Cross-entropy can always be lowered by larger weights, ever more slowly.",
            "both go on growing": "The weights under the margin loss stop: once every lead is the margin, loss and "
            "slope are exactly 0.",
        },
        "the margin loss stops, cross-entropy goes on",
    ),
    "margin-ten": (
        "Raise the margin from 1 to 10, and the learning rate with it, from zero weights and without weight decay. "
        "What do you get?",
        {
            "a safer classifier, with larger leads": "The leads are ten times larger, and so are the scores they are "
            "measured in. Not one decision changes.",
            "a worse one, the demand is too high": "The demand is ten times higher, and larger weights meet it at no "
            "cost. Not one decision changes.",
            "the same decisions, every weight times 10": "The margin sets the unit in which scores are measured. Not "
            "one decision changes.",
        },
        "the same decisions, every weight times 10",
    ),
    "margin-dear": (
        "Shirts are often taken for T-shirts. You ask that a true shirt leads the T-shirt by 5 instead of 1. What "
        "happens to the mistakes between the two?",
        {
            "fewer of both kinds, we asked for more": "The one you made dear gets rarer: 133 shirts called T-shirts "
            "instead of 272. Its reverse grows, from 141 to 330.",
            "the same as before, a margin is a matter of units": "One margin for all pairs is a matter of units. A "
            "different one for one pair moves the boundary: the dear mistake falls from 272 to 133, its reverse rises.",
            "fewer of the dear kind, more of the other": "The boundary moves: shirts called T-shirts fall from 272 to "
            "133, T-shirts called shirts rise from 141 to 330. The lab adds up what that costs.",
        },
        "fewer of the dear kind, more of the other",
    ),
    # --- lesson 05 ----------------------------------------------------------------------------------------------
    "softmax-shift": (
        "Scores 2, 1, -1 give 0.71, 0.26 and 0.04. Now add 100 to all three. What do the probabilities do?",
        {
            "they move towards one third each": "Beside 100 the differences look small, but exp turns each difference "
            "into a ratio: every exp grows by the same factor, and the sum with it. The probabilities stay.",
            "they do not move": "Every exp grows by the same factor, exp(100), the sum with it, and the factor "
            "cancels. In exact arithmetic, that is: floating numbers have an opinion too.",
            "the first one gets nearly all": "Nearly all takes larger differences. A common shift leaves them "
            "alone: every exp grows by the same factor, and the probabilities stay.",
        },
        "they do not move",
    ),
    "softmax-tie": (
        "T-shirt and bag share the highest score. The temperature sinks towards 0. Where do the probabilities go?",
        {
            "to 1, 0, 0, as argmax says": "argmax breaks the tie by taking the first. Softmax treats equal scores "
            "alike at every temperature, so neither can win.",
            "to one half, one half, 0": "Equal scores get equal probabilities at every temperature. A low one only "
            "takes away what the boot had.",
            "to one third each": "One third each is where a high temperature leads. A low one takes everything from "
            "the boot and leaves the two leaders equal.",
        },
        "to one half, one half, 0",
    ),
    "softmax-float": (
        "float32 holds numbers up to about 3.4e38. Three equal scores of 100: what does exp / sum return for them?",
        {
            "one third each": "One third each would be right, but exp(100) is about 2.7e43. Each exp is inf, and inf "
            "/ inf is not a number.",
            "an error message": "An error would be kind. Floating arithmetic goes on with inf, and inf / inf is nan, "
            "without a word.",
            "nan, nan, nan": "exp(100) is about 2.7e43, more than float32 holds, so each exp is inf, and inf / inf is "
            "nan. No error is raised.",
        },
        "nan, nan, nan",
    ),
    "temperature-accuracy": (
        "A trained model, 10,000 test images. You divide all its scores by a temperature of 10. What changes?",
        {
            "its accuracy falls, its confidence too": "Dividing all scores of an image by 10 leaves their order alone, "
            "so every decision stays. Only the confidence falls.",
            "its confidence falls, its accuracy stays": "The order of the scores stays, so does every decision. How "
            "sure a model sounds and how often it is right are two things.",
            "nothing, softmax sees only differences": "Softmax does see only differences, and those are divided by 10 "
            "as well. The order stays, the confidence falls.",
        },
        "its confidence falls, its accuracy stays",
    ),
    # --- lesson 06 ----------------------------------------------------------------------------------------------
    "surprise-price": (
        "One model gave the true class a probability of 0.5 and pays 0.69. Another gave it 0.25. What is a fair price?",
        {
            "0.69, being right is being right": "If both paid 0.69, nothing would tell a model to raise 0.25 to 0.5. "
            "Twice 0.69 is what this lesson charges: 0.25 is two coin flips, 0.5 is one.",
            "1.04, half as much again": "1.04 is what 1 - p would charge: 0.75 against 0.5. It sounds fair, and a lab "
            "below shows what it does to a model. Two coin flips cost twice as much as one.",
            "1.39, twice as much": "0.25 is the probability of two coin flips in a row, so it costs two times the "
            "price of one. The price for which this works everywhere is -log p.",
        },
        "1.39, twice as much",
    ),
    "honest-confidence": (
        "The friend is right eight times in ten. Always equally sure, which confidence costs the least surprise?",
        {
            "99 %, most bets are right": "At 99 % the two wrong bets cost 6.80 nats each, more than eight right ones "
            "can save.",
            "80 %": "As sure as they are right. More than that, and the wrong bets cost too much; less, and the right "
            "ones do.",
            "50 %, safe is safe": "50 % is too modest: the eight right bets then cost 0.69 nats each.",
        },
        "80 %",
    ),
    "microscope": (
        "45 people say T-shirt, 35 pullover, 20 coat. One loss does not care which of the three scores is highest, it "
        "wants them all equal. Which?",
        {
            "MSE on one-hot": "MSE asks for 0.45, 0.35 and 0.20, as lesson 3 found. Look at what the worst rival does.",
            "margin, all rivals": "All rivals comes close: it wants T-shirt and pullover equal, and coat below them.",
            "margin, worst rival": "Without a class that has more than half of the labels, every lead costs the "
            "others more than it saves, so it asks for no lead at all.",
            "cross-entropy": "Cross-entropy asks for scores whose softmax is 0.45, 0.35 and 0.20.",
        },
        "margin, worst rival",
    ),
    "only-the-true-class": (
        "The true class has a score of 10, both times. Once the wrong ones have 9 and 9, once -2 and 3. What does "
        "cross-entropy say?",
        {
            "the same, it only looks at the true class": "Cross-entropy looks at one probability, but softmax puts "
            "every score into it: 0.551 nats in the first case, 0.0009 in the second.",
            "more for 9 and 9": "0.551 nats against 0.0009: close rivals take probability from the true class.",
            "more for -2 and 3": "Rivals far below leave the true class nearly all of the probability: 0.0009 nats, "
            "against 0.551 for 9 and 9.",
        },
        "more for 9 and 9",
    ),
    # --- lesson 07 ----------------------------------------------------------------------------------------------
    "nudge-rival": (
        "Scores 2, 1, -1 for T-shirt, bag, boot, and the image is a T-shirt. You raise the score of the bag a little "
        "and leave the others alone. What does cross-entropy do?",
        {
            "nothing, it reads the true class only": "It reads the true class's probability only, and that holds every "
            "score: the bag takes some of it away, so the loss rises.",
            "it rises, by about 0.26 for each unit": "By the bag's own probability, 0.26. The cells below find it four "
            "times.",
            "it rises, by 1 for each unit": "That is a margin loss, which pushes every rival short of the margin "
            "alike. Here a rival counts by its probability, 0.26 for the bag.",
        },
        "it rises, by about 0.26 for each unit",
    ),
    "balance": (
        "Five losses, each with its three slopes at one point: MSE on one-hot, two margins, cross-entropy, Brier. For "
        "how many do the three slopes always sum to 0?",
        {
            "one, cross-entropy": "It does: the probabilities sum to 1, the one-hot row too. Yet any loss that looks "
            "only at differences between scores has this property, and that is four of the five.",
            "four, all but MSE": "Four of them see only differences between scores: shift all three and nothing "
            "changes, so the slopes cancel. MSE minds the scores themselves.",
            "all five": "MSE minds the scores themselves: at three zeros its slopes are -1, 0 and 0. The other four do "
            "balance.",
        },
        "four, all but MSE",
    ),
    "escape": (
        "One score, start at a lead of -8, learning rate 1. Cross-entropy needs 9 steps to one half. How many does "
        "half squared error on the probability need?",
        {
            "about 9 as well": "Its slope has a factor p that cross-entropy's lacks, and p starts at 0.0003: it needs "
            "3,011.",
            "about 90": "Not nearly enough: it needs 3,011, because its slope has a factor p that cross-entropy's "
            "lacks, and p starts at 0.0003.",
            "about 3,000": "3,011. Its slope has a factor p that cross-entropy's lacks, and p starts at 0.0003.",
            "it never arrives": "It arrives, after 3,011 steps. Its slope is tiny and not zero.",
        },
        "about 3,000",
    ),
    "sum-of-weights": (
        "Training starts from zero weights. After every step somebody adds up the ten weight vectors, one for each "
        "class. What do they see under cross-entropy?",
        {
            "a sum that grows with the weights": "The weights grow, the sum does not: what one class gains the others "
            "lose, at every step.",
            "a sum that wanders about": "Not even that: each step adds ten vectors that cancel exactly.",
            "0, at every step": "Each image's slopes sum to 0 over the classes, so each step adds ten vectors that "
            "cancel.",
        },
        "0, at every step",
    ),
    # --- lesson 08 ----------------------------------------------------------------------------------------------
    "best-constant": (
        "The points are 1, 2, 3, 4 and 100. Which constant has the lowest total absolute error?",
        {
            "22, the mean": "The mean is what squared error asks for. Absolute error pushes with 1 at every point, "
            "near or far, so it asks for as many points on the left as on the right: 3.",
            "3, the middle point": "Two points push left, two push right, all equally hard. How far away the 100 lies "
            "does not matter.",
            "2.5, as without the 100": "Anything from 2 to 3 was best without the 100. With it there are five points, "
            "and the middle one is 3.",
        },
        "3, the middle point",
    ),
    "huber-to-zero": (
        "Let delta shrink towards 0. Where does the best Huber constant of 1, 2, 3, 4 and 100 go?",
        {
            "to 22, the mean": "That is the other end: a large delta covers all errors with the parabola. A small "
            "one leaves only the straight parts, all equally steep, and those ask for the median, 3.",
            "to 3, the median": "Nearly every error is beyond delta, where all points push equally hard: with delta. "
            "Divided by delta the loss becomes the absolute error.",
            "nowhere: the loss becomes 0": "The loss shrinks to 0, but not its minimum's place. Divided by delta, "
            "which moves no minimum, it becomes the absolute error, whose best constant is the median, 3.",
        },
        "to 3, the median",
    ),
    "upper-bound": (
        "A loss that never lies below the 0-1 loss bounds the share of mistakes from above. Which of these does?",
        {
            "hinge": "At 0 and below it costs at least 1, and it is never negative.",
            "logistic, with the natural logarithm": "At a lead of 0 it costs log 2 = 0.69, and a mistake costs 1. "
            "The logarithm to base 2 would do.",
            "half the squared error": "At a lead of 0 it costs one half, and a mistake costs 1. Without the half it "
            "would do.",
            "all three": "At a lead of 0 the hinge costs 1, but the natural logarithm 0.69 and the half square 0.5, "
            "both less than a mistake.",
        },
        "hinge",
    ),
    "median-garment": (
        "30 % of the trousers are in truth bags. How does the picture of the best constants under L1, the pixelwise "
        "median, look?",
        {
            "like trousers, little changed": "For most pixels the middle value still comes from a pair of trousers, "
            "because more than half of the images are trousers.",
            "like trousers with a bag's shadow": "That is the mean, the answer of L2: 30 % of every bag is in it. The "
            "median of most pixels still comes from a pair of trousers.",
            "like a bag": "Bags take over a median when they are more than half.",
        },
        "like trousers, little changed",
    ),
    # --- lesson 09 ----------------------------------------------------------------------------------------------
    "untrained-loss": (
        "All weights and biases are 0, ten classes, 50,000 training images. What is the mean cross-entropy?",
        {
            "0, nothing has gone wrong yet": "0 would mean certain and right every time. Equal scores are one tenth "
            "for each class, and -log(1/10) = 2.303.",
            "ln 10 = 2.303, whatever the images": "Equal scores are one tenth for each class, and every label costs "
            "-log(1/10).",
            "9, one for each rival": "That is the margin with all rivals. Cross-entropy pays -log(1/10) = 2.303.",
            "it depends on the images": "With weights of 0 the images do not reach the scores. Every label costs "
            "-log(1/10) = 2.303.",
        },
        "ln 10 = 2.303, whatever the images",
    ),
    "untrained-accuracy": (
        "The same untrained model on the 10,000 test images, 1,000 of each class. Its accuracy?",
        {
            "0 %": "It is right now and then, for argmax has to answer something: class 0 on a tie. That is right for "
            "the 1,000 T-shirts.",
            "about 10 %, as luck will have it": "No luck in it. Ten equal scores are a tie, argmax gives a tie to "
            "class 0, and exactly 1,000 of the 10,000 are T-shirts.",
            "exactly 10 %": "Ten equal scores are a tie, argmax gives it to class 0, and 1,000 of the 10,000 are "
            "T-shirts.",
        },
        "exactly 10 %",
    ),
    "one-batch": (
        "Five passes over the training images at learning rate 0.4 with learning-rate decay: once in batches of 256, "
        "once with all images in one batch, whose gradient is exact. Which model is better?",
        {
            "all in one batch: its gradient has no noise": "An exact direction, and five steps in all: 62 % right. "
            "Batches of 256 take 980 rough ones and come to 85 %.",
            "batches of 256, by far": "980 rough steps against 5 exact ones, and 85 % right against 62 %.",
            "no difference, both see every image five times": "Both do, and that is not what counts: 980 steps against "
            "5, and 85 % right against 62 %.",
        },
        "batches of 256, by far",
    ),
    "cliff-cross-entropy": (
        "One epoch, batches of 256, learning-rate decay. Squared error ends in inf or nan from a learning rate of "
        "about 0.035 on. At which rate does cross-entropy?",
        {
            "about 0.035 too, the images set it": "The images set the limit of squared error, whose slopes grow with "
            "the scores. Those of cross-entropy are below 1 in size, and no rate up to 10 ends in nan.",
            "about 0.2": "At 0.2 it ends with 80 % right, at 2 with 83 %. Its slopes are below 1 in size whatever the "
            "scores, so no rate up to 10 ends in nan.",
            "about 2": "At 2 it is 92 % sure on average and 83 % right, but every number is finite, and so up to 10.",
            "at none up to 10": "Its slopes are below 1 in size whatever the scores, so the weights go nowhere near "
            "what float32 can hold.",
        },
        "at none up to 10",
    ),
    "nudge-image": (
        "The trained model is right on 84 % of the test images. Every test image is now moved two pixels to the right. "
        "What is left?",
        {
            "84 %, a shirt is a shirt": "For us. The model lays ten fixed pictures over the pixels, and 53 % is left.",
            "about 80 %": "More is lost: 53 % is left. Two pixels are enough to put an edge where the weights expect "
            "none.",
            "about 53 %": "The weights expect every edge at its pixel.",
            "10 %, chance": "Not all is lost: 53 % is left, since the middle of a garment still lies over its middle.",
        },
        "about 53 %",
    ),
    # --- lesson 10 ----------------------------------------------------------------------------------------------
    "quiet-bugs": (
        "Eight training programs with one bug each, and none stops with an error. How many of them print an accuracy "
        "that gives them away at a glance, 20 % or less where 77 % is usual?",
        {
            "all eight": "If only they did. Seven of the eight print between 64 and 84 %, and two of those more than "
            "the sound program.",
            "about half": "One. The others print between 64 and 84 %, and two of those more than the sound program.",
            "one": "One prints 10 %. The others print between 64 and 84 %, so accuracy alone finds almost no bug.",
        },
        "one",
    ),
    "softmax-twice-floor": (
        "Ten classes. A model ends in softmax, and CrossEntropyLoss applies its own. Soon the model is right and sure "
        "about every image. What does the loss say?",
        {
            "0.00": "One softmax would say 0.00. The second one sees scores of 1, 0, 0 ..., a lead of 1, and is not "
            "sure at all.",
            "1.46": "The second softmax sees scores of 1, 0, 0 ..., and a lead of 1 among ten classes costs "
            "ln(e + 9) - 1.",
            "2.30": "A blind guess costs 2.30. The second softmax still sees a lead of 1 for the right class.",
            "nothing: PyTorch raises an error": "The shapes and types are right, so nothing is raised. The loss says "
            "1.46 and stays there.",
        },
        "1.46",
    ),
    "half-exp": (
        "float16 has half the bits of float32, where exp breaks near 88.7. From which score on is exp too large for "
        "float16?",
        {
            "about 11": "Its largest number is 65,504, and exp(11.1) is more. Scores of that size are common.",
            "about 44": "Half the bits is not half the exponent. The largest float16 is 65,504, and exp(11.1) is more.",
            "about 88, as in float32": "bfloat16 would: it keeps the range of float32 and gives up digits. "
            "float16 ends at 65,504, below exp(11.1).",
        },
        "about 11",
    ),
    "model-share": (
        "One epoch over 2,000 images with torchvision's dataset and a DataLoader. Which share of its time is the model "
        "at work: scores, loss, gradient and step?",
        {
            "about half": "Far less. Making numbers from pictures one by one takes nearly all of the time.",
            "about a fifth": "Less. Making numbers from pictures one by one takes nearly all of the time.",
            "a few percent": "Nearly all of the time goes into making numbers from pictures, one by one.",
        },
        "a few percent",
    ),
    # --- lesson 11 ----------------------------------------------------------------------------------------------
    "one-rate": (
        "Five losses, the same 2,000 images, the same 240 steps and one learning rate for all. Is that a fair race?",
        {
            "yes: everything is equal": "Equal numbers are not equal conditions: the first steps of the losses "
            "differ in length, so one rate is small for one of them and too large for another.",
            "no: each loss needs its own rate": "Their first steps differ in length. At 0.01 Brier gets 54 %, behind "
            "all others; at 0.2 it gets 78 % and squared error leaves the finite numbers.",
            "no, but with many steps it would be": "Not even then: above its cap squared error diverges, however "
            "long you wait.",
        },
        "no: each loss needs its own rate",
    ),
    "noisy-judge": (
        "Two models, one better than the other, are judged by labels of which 40 % are wrong, each wrong class as "
        "likely. What happens?",
        {
            "the better one still comes out ahead, by less": "Both accuracies move along the same straight line, so "
            "the order stays and the gap shrinks.",
            "both lose 40 points": "A bad model loses less: it had less to lose, and its wrong answers sometimes meet "
            "wrong labels.",
            "the order becomes a coin flip": "Only if the gap is tiny. The noise does not care which model it judges.",
        },
        "the better one still comes out ahead, by less",
    ),
    "race": (
        "60,000 clean images, each loss with its own learning rate, five seeds. Which gap in test accuracy will be "
        "established: clear of chance, and at least half a point?",
        {
            "cross-entropy above all others": "The two margins lie within half a point of cross-entropy, one on "
            "either side.",
            "squared error below cross-entropy": "By more than three points, on every seed. The margins stay within "
            "half a point of cross-entropy.",
            "none": "The margins are close to cross-entropy, but squared error is more than three points down, on "
            "every seed.",
        },
        "squared error below cross-entropy",
    ),
    "old-rates": (
        "Now 40 % of the training labels are wrong, and the learning rates stay as they were chosen without noise. "
        "Whose accuracy, the mean of five seeds, moves least?",
        {
            "MSE on one-hot": "It loses 0.1 points. The leader without noise, the worst-rival margin, loses most.",
            "cross-entropy": "Squared error loses 0.1 points. Cross-entropy loses more than two: a wrong label that "
            "the model denies costs it without end.",
            "margin, worst rival": "Squared error loses 0.1 points. The worst-rival margin leads without noise and "
            "falls furthest, by five.",
            "Brier": "Squared error loses 0.1 points. Brier's mean even rises by 0.7: without noise one seed of five "
            "had lost a class. The other four lose 0.9 to 1.5.",
        },
        "MSE on one-hot",
    ),
    "retuned": (
        "And if every loss may choose its rate again, by held-out images with the same noise?",
        {
            "all losses are back where they were": "Two of the five win back 0.8 and 0.4 points, the others "
            "nothing. Noise takes something that no rate tried here brings back.",
            "the worst-rival margin is still last": "The other margin and cross-entropy win back some tenths, it wins "
            "back nothing.",
            "the order is as without noise": "Brier now leads, and the leader without noise is last.",
        },
        "the worst-rival margin is still last",
    ),
    "shrink": (
        "40 % symmetric noise turns an average one-hot label into 0.56 times itself plus 0.04. What happens to the "
        "scores of least squares?",
        {
            "they become random": "The noise of single labels averages out over 60,000 images. What stays is the "
            "average label.",
            "the same factor shrinks them": "Least squares is linear in its targets: its scores shrink by 0.56 and "
            "move up by 0.04, and the highest stays the highest.",
            "nothing": "The targets have shrunk, so the scores do. Their order is what stays.",
        },
        "the same factor shrinks them",
    ),
    # --- lesson 12 ----------------------------------------------------------------------------------------------
    "nine-tenths": (
        "A linear model trained with cross-entropy is about nine tenths sure of its answer, on a thousand images it "
        "has never seen. On how many of them is it right?",
        {
            "about 700, models are always too sure of themselves": "Some models are, and two "
            "appear at the end of this lesson. This model is right on 91 %.",
            "about 900": "This lesson counts 91 %. Softmax does not see to that; the loss does, on images like those "
            "of the training.",
            "about 990, it is too modest": "Another loss makes such a model, as you will see. This one is right on "
            "91 %.",
        },
        "about 900",
    ),
    "perfect-forecaster": (
        "A perfect forecaster: of its answers with confidence 0.7, exactly seven in ten come true in the long run, and "
        "so on. You measure its ECE on 500 images, in 15 bins. What do you find?",
        {
            "exactly 0": "It is 0 only in the long run. On 500 images each bin has its own luck, and no gap is ever "
            "negative.",
            "about 0.004": "Ten times as much, as the lab shows: some thirty images a bin, and each gap counts with "
            "its size.",
            "about 0.04": "Chance makes gaps, and their sizes add up. A model with an ECE of 0.04 on 500 images may "
            "be perfect.",
        },
        "about 0.04",
    ),
    "half-answered": (
        "Cross-entropy's model is right on 85 % of the validation images. It may pass on half of them, those it is "
        "least sure of. How much of the rest is right?",
        {
            "about 85 %": "It would be 85 % if its confidence said nothing. It answers 98 % of the rest correctly.",
            "about 90 %": "Better than that: most mistakes are among the unsure half, and 98 % of the rest is right.",
            "about 98 %": "Nearly all mistakes are among the images it is unsure of. Confidence is worth something.",
        },
        "about 98 %",
    ),
    "cheapest": (
        "T-shirt 0.35, shirt 0.25, bag 0.40, says the model, and means it. T-shirt and shirt lie on one shelf. A wrong "
        "garment on the right shelf costs 1, on the wrong shelf 10. Which answer is cheapest on average?",
        {
            "bag, it is the most probable": "The bag is wrong six times in ten, each time by a whole shelf: 6.00. The "
            "next cell works out the others.",
            "T-shirt": "The shelf of tops is right six times in ten, and T-shirt is the likelier of the two: 4.25 "
            "against 6.00 for the bag.",
            "shirt": "A shirt lies on the same shelf and is the rarer garment there: 4.35 against 4.25.",
        },
        "T-shirt",
    ),
    "memoriser": (
        "A small network sees 2,000 images 250 times each, until it has almost all of them right. On new images it is "
        "right on 83 %. How sure is it of those, on average?",
        {
            "about 75 %, it has seen few images": "The network does not know that its images are few. It has learned "
            "to be sure.",
            "about 83 %": "83 % would be honest. But it has learned from images of which it has nearly all right.",
            "about 92 %": "It is right on nearly everything it was shown, so its scores went on growing.",
        },
        "about 92 %",
    ),
}

# The ten questions of lesson 00, asked again in lesson 12, where the answers are shown:
# (question, options, the letter of the right one, the lesson that answers it, why).
QUIZ = (
    (
        "Ten garments get the numbers 0 to 9, and a model is trained to predict the number. What is wrong with that?",
        (
            "Nothing, as long as the prediction is rounded.",
            "Computers need powers of two, such as 16 classes.",
            "It says that garment 3 is nearer to 4 than to 8, which means nothing.",
            "The numbers are too large; between 0 and 1 it would work.",
        ),
        "c",
        "1",
        "The model is rewarded for being near a number, and the order of the garments is an accident.",
    ),
    (
        "You try 20 settings, keep the one with the best accuracy on the test images, and report that accuracy. Is it "
        "a fair number for new images?",
        (
            "Yes, the model was never trained on the test images.",
            "No, it is likely to be too high: the best of 20 was picked with the help of these images.",
            "No, it is likely to be too low: test images are harder than new ones.",
        ),
        "b",
        "2 and 11",
        "Choosing is learning too: what is used to choose no longer stands for images nobody has seen.",
    ),
    (
        'Three clouds of points on a line, equally large, evenly spaced and far apart. A linear model, one '
        'straight-line score for each class, is fitted by squared error to 0 and 1. It never says "middle". What is '
        'at fault?',
        (
            "The loss: other straight lines would get every point right.",
            "The model: no straight-line scores can tell three clouds on a line apart.",
            "The data: with more points the middle would be found.",
            "The training: it has not run for long enough.",
        ),
        "a",
        "3",
        "Softmax regression has the same straight lines and finds all three clouds. Squared error masks the middle.",
    ),
    (
        "A linear model learns by gradient descent from zero weights. Its loss asks the right score to lead every "
        "rival by 1, and nothing else. You ask for a lead of 10, and make the learning rate ten times as large. What "
        "do you get?",
        (
            "A safer model: it makes fewer mistakes on new images.",
            "A stricter model that never settles.",
            "A model that gives up on hard images.",
            "Ten times the weights, and the same decisions.",
        ),
        "d",
        "4",
        "Everything is multiplied by 10, so the highest score stays the highest. The lead is a matter of units.",
    ),
    (
        "Softmax turns ten scores into probabilities. You double all ten scores. What happens?",
        (
            "Nothing: softmax depends on differences between scores only.",
            "The most likely class becomes more likely still, and stays the same class.",
            "Every probability doubles.",
            "Another class may become the most likely one.",
        ),
        "b",
        "5",
        "Doubling doubles the differences: the order stays, the probabilities sharpen. Adding the same to all is what "
        "changes nothing. (Only ten equal scores stay as they are.)",
    ),
    (
        "Cross-entropy costs -log p, where p is the probability of the true class. What does it care about the scores "
        "of the wrong classes?",
        (
            "Nothing: they do not appear in the formula.",
            "Only the highest of them counts.",
            "Each of them counts: raising any wrong score makes the loss larger.",
        ),
        "c",
        "6",
        "p is a share, and every score is in the sum it is divided by.",
    ),
    (
        "Softmax and cross-entropy, one image: the true class gets probability 0.6, two wrong ones 0.3 and 0.1. What "
        "is the slope of the loss for the score of the class with 0.3?",
        (
            "0.3",
            "0, the class is wrong",
            "-0.3",
            "1.2, which is -log 0.3",
        ),
        "a",
        "7",
        "The slope is p_k - y_k for each class: 0.3 - 0 here, and 0.6 - 1 = -0.4 for the true one. They sum to 0.",
    ),
    (
        "In PyTorch, you pass your scores through softmax and give the result to nn.CrossEntropyLoss. What happens?",
        (
            "An error, which tells you what is wrong.",
            "It is the right way: the loss needs probabilities.",
            "The same as without softmax: doing it twice changes nothing.",
            "It runs, learns more slowly, and the loss never comes near 0.",
        ),
        "d",
        "10",
        "nn.CrossEntropyLoss applies softmax by itself. Applied to probabilities, with ten classes, it cannot fall "
        "below 1.46.",
    ),
    (
        "Linear models on Fashion-MNIST, one trained with cross-entropy, one with a margin loss, each at the learning "
        "rate that suits it. How do their accuracies compare?",
        (
            "Cross-entropy wins by several percentage points.",
            "They are less than one percentage point apart.",
            "The margin loss wins by several percentage points.",
        ),
        "b",
        "11",
        "Lesson 11 measures 84.4 % with cross-entropy, 84.1 % and 84.7 % with two margin losses. What differs more is "
        "what the scores mean, and which learning rates work.",
    ),
    (
        "A model gives 0.9 to its first choice on each of 1,000 new images. On how many of them is it right?",
        (
            "About 900: softmax makes sure of that.",
            "Fewer than 900: models are always too sure of themselves.",
            "That has to be counted: softmax makes shares that sum to 1, not promises.",
            "All 1,000: the highest probability decides.",
        ),
        "c",
        "12",
        "Any scores can be turned into shares. Whether 0.9 comes true nine times in ten is a measurement: some models "
        "are too sure, others not sure enough.",
    ),
)

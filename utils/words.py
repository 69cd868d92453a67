"""Every sentence `utils` shows a learner, by key, so that an edition in another language replaces this file alone.

Keys are "module.topic". A sentence is joined from number parts by `say`; no code branches on the text.
"""

TEXT = {
    # --- data ---------------------------------------------------------------------------------------------------
    "data.split": 'There is no split {split!r}: ask for "train" or "test".',
    "data.edition": 'COURSE_DATA is {value!r}: set it to "sample" for the bundled sample, or unset it for all images.',
    "data.images": "Expected images of shape (n_images, 28, 28), uint8 from 0 to 255; got shape {shape}, {dtype}.",
    "data.damaged": "{name} is damaged ({reason}): getting it again.",
    "data.wrong_size": "{seen} instead of {expected}",
    "data.wrong_content": "the right size, {seen}, but not the right content",
    "data.waiting": "Another program is making the data in {folder} ready: waiting for it.",
    "data.read_only": "{folder} cannot be written: keeping the data in {cache} instead.",
    "data.no_folder": (
        "Fashion-MNIST needs a folder to be kept in, and {folders} cannot be written. "
        "Set the environment variable COURSE_DATA_DIR to a folder that can, then run this again."
    ),
    "data.no_room": (
        "No room left in {folder}: Fashion-MNIST needs {needed} there. "
        "Make room, or set the environment variable COURSE_DATA_DIR to a folder on another disk, then run this again."
    ),
    "data.cannot_write": (
        "Fashion-MNIST could not be written to {folder} ({reason}). "
        "Set the environment variable COURSE_DATA_DIR to another folder, then run this again."
    ),
    "data.unavailable": (
        "Fashion-MNIST could not be found or downloaded. Tried {tried}. By hand: put the four files {names} "
        "(from https://github.com/zalandoresearch/fashion-mnist) into {folder}, then run this again."
    ),
    "data.and": " and ",
    "data.tried": "{source} ({reason})",
    "data.on_sample": (
        "{reason} Until then the lessons use the bundled sample, {train} training and {test} test images: "
        "numbers and pictures will differ from the text."
    ),
    "data.no_sample": "The bundled sample is not whole: {tried}. Get the folder data/sample of the course again.",
    "data.require_full": "On the bundled sample: the check on all 70,000 images is left out.",
    "data.fetch": "Fashion-MNIST is ready in {folder}: {train} training and {test} test images.",
    "data.not_ready": "Fashion-MNIST is not in {folder} yet: run `python3 course.py setup`.",
    "data.verify": "Fashion-MNIST in {folder} is complete and undamaged.",
    "data.broken": "Damaged in {folder}: {names}. Run `python3 course.py setup` to get the data again.",
    "data.usage": "Use `python -m utils.data fetch` or `python -m utils.data verify`.",
    "data.stopped": "Stopped. Nothing half done is used; run it again to go on.",
    "download.line": "Downloading Fashion-MNIST from {source}",
    "download.bar": "{name} from {source}  [{bar}] {size:>8}",
    "download.not_there": "not there",
    "download.wrong_content": "wrong content, {size}",
    "download.file": "{name}: {reason}",
    "download.apt_failed": "the package could not be downloaded",
    "download.silent": "no answer for {seconds} seconds",
    "download.refused": "answered with error {code}",
    "download.unreachable": "not reachable: {reason}",
    "vision.missing": (
        "torchvision is not installed. "
        "Run `python3 course.py setup`, or install torch and torchvision together, in one command."
    ),
    "vision.matched": "torchvision {torchvision} and its compiled operators fit torch {torch}.",
    "vision.unmatched": (
        "torchvision {torchvision} has no compiled operators that fit torch {torch}: datasets and transforms work, "
        "operators such as nms do not. The lessons need none of them."
    ),
    # --- losses -------------------------------------------------------------------------------------------------
    "losses.not_tensor": "{name} should be a torch tensor, not a {seen}: wrap it in torch.tensor(...).",
    "losses.not_floating": "{name} should be floating numbers, not {seen}: add .float().",
    "losses.empty": "{name} has shape {seen}: there is no example in it. A loss needs at least one.",
    "losses.not_finite": "{name} should be finite numbers, but [{where}] is {value} ({count} such in all). "
    "Training with too large a learning rate ends like this.",
    "losses.scores_shape": "scores has shape {seen}; expected (n_examples, n_classes), one row for each example.{hint}",
    "losses.one_example": " For a single example write scores[None].",
    "losses.labels_shape": "labels has shape {seen}; expected {expected}, one class id for each example.{hint}",
    "losses.column_labels": " This is a column: write labels[:, 0].",
    "losses.one_hot_labels": " These look one-hot: labels.argmax(dim=1) gives the class ids.",
    "losses.labels_dtype": "labels should be integer class ids, not {seen}: write labels.long().",
    "losses.label_range": "label {label} (row {row}) is no class: with {n} classes the ids go from 0 to {last}.",
    "losses.n_classes": "n_classes should be a whole number, at least 1, not {seen}.",
    "losses.negative_label": "labels given as probabilities cannot be negative: row {row}, column {column} is {seen}.",
    "losses.label_sum": "labels given as probabilities should sum to 1 in each row: row {row} sums to {seen}.",
    "losses.reduction": 'reduction should be "mean" or "none", not {seen}.',
    "losses.rivals": 'rivals should be "all" or "worst", not {seen}.',
    "losses.margin_shape": "margin has shape {seen}; expected one number, or a ({n}, {n}) table: "
    "row true class, column rival.",
    "losses.margin": "margin should be 0 or more, not {seen}: it is the lead asked of the true class.",
    "losses.margin_entry": "margin should be 0 or more, but it is {seen} for true class {true_class} and "
    "rival {rival}.",
    "losses.temperature": "temperature should be above 0, not {seen:g}. Small sharpens, large flattens.",
    "losses.delta": "delta should be a positive number, not {seen}.",
    "losses.own_loss": "your loss should return one number for each of the {n} rows of scores, not {seen}: {advice}",
    "losses.own_nothing": "nothing",
    "losses.own_shape": "a {kind} of shape {shape}",
    "losses.own_advice_none": "end it with return and the numbers.",
    "losses.own_advice_mean": "leave out the mean over the examples (in torch's own losses: "
    "reduction='none').",
    "losses.own_advice_number": "keep to torch tensors, without .item() or float(), and leave out the mean.",
    "losses.own_advice_list": "compute with whole tensors, or join the numbers with torch.stack(...).",
    "losses.own_advice_numpy": "compute with torch, not with numpy, or no slope can be found.",
    "losses.own_advice_column": "this is a column, so write [:, 0] after it.",
    "losses.own_advice_classes": "add up over the classes with .sum(dim=1), or take the labelled class alone.",
    "losses.own_advice_shape": "its shape should be ({n},), one number after the other.",
    "losses.own_advice_kind": "compute with torch tensors.",
    "losses.own_dtype": "your loss should return floating numbers, not {seen}: compute with the scores, and add "
    ".float() to what is counted or compared.",
    # --- metrics, training --------------------------------------------------------------------------------------
    "metrics.class_id": "class {seen} does not exist: with {n} classes the ids go from 0 to {last}.",
    "metrics.no_example": "none of the {n} labels is class {seen}, so its recall is not defined.",
    "metrics.models_shape": "scores has shape {seen}; expected (n_models, n_examples, n_classes), a table for each "
    "model. For a single model use metrics.accuracy.",
    "metrics.fraction": "accuracy should be a fraction from 0 to 1, not {seen}: divide percent by 100.",
    "metrics.n_examples": "n_examples should be a whole number, at least 1, not {seen}.",
    "metrics.values_shape": "values has shape {seen}; expected one row of numbers, one for each seed.",
    "metrics.too_few_values": "an interval needs at least two values, not {n}: a single seed does not show how far "
    "seeds lie apart.",
    "metrics.right": "{name} should be one row of True and False, one for each example, not {dtype} of shape {seen}: "
    "write scores.argmax(dim=1) == labels.",
    "metrics.not_paired": "right_a has {n_a} examples and right_b has {n_b}: a paired test needs both models on the "
    "same examples.",
    "training.X_shape": "X has shape {seen}; expected (n_examples, n_features), or images (n_examples, 28, 28). "
    "For one feature write X[:, None].",
    "training.no_example": "no label is class {seen}: without an example nothing stops its bias from sinking for ever.",
    "training.predict_X": "X has shape {seen} and dtype {dtype}; expected {expected} floating numbers. "
    "For images write data.flatten(images).",
    "training.weights_shape": "weights has shape {seen}; expected {expected}: a row for each feature and a last row "
    "for the bias.",
    "training.not_negative": "{name} should be a number, 0 or more, not {seen}.",
    "training.ridge_positive": "ridge should be a number above 0, not {seen}: without it the weights of separable "
    "classes grow for ever. 1e-6 is hardly felt.",
    "training.no_optimum": "the weights did not settle within {steps} Newton steps at ridge {ridge:g}: scale the "
    "features to about 1, or raise the ridge.",
    "training.whole": "{name} should be a whole number, at least 1, not {seen}.",
    "training.diverged": "the loss was {loss} after {step} steps: learning_rate {rate:g} is too large for this "
    "loss and these features.",
    "training.diverged_epoch": "the loss was {loss} after {epoch} epochs: learning_rate {rate:g} is too large for this "
    "model and loss.",
    "training.no_model": "there is no model to train: give a list of at least one training.Model.",
    "training.lengths": "X has {n_rows} rows and there are {n_labels} labels; expected one label for each row.",
    "slopes.loss": "loss should be one of {names}, not {seen}.",
    "slopes.no_slope": "your loss has no slope for the scores: keep to torch operations on them, without .item(), "
    ".detach(), numpy, argmax or comparisons alone.",
    "optimal.loss": "loss should be one of {names}, not {seen}.",
    "optimal.shares": "shares should be one row of numbers, 0 or more, that sum to 1, not {seen}.",
    "optimal.not_finite": "your loss is nan or infinite for all scores of the grid: keep logarithms, roots and "
    "divisions away from 0 and from what is negative.",
    "optimal.three_classes": "the scores of margin_all are worked out for three classes, not for {seen}.",
    # --- calibration, sweeps ------------------------------------------------------------------------------------
    "calibration.shape": "probabilities has shape {seen}; expected (n_examples, n_classes), one row for each example.",
    "calibration.negative": "probabilities cannot be negative: row {row}, column {column} is {seen}.{hint}",
    "calibration.sum": "probabilities should sum to 1 in each row: row {row} sums to {seen}.{hint}",
    "calibration.scores": " If these are scores, write losses.softmax(scores).",
    "calibration.n_bins": "n_bins should be a whole number, at least 1, not {seen}.",
    "calibration.all_right": "there is no best temperature: no rival scores above the labelled class (examples: {n}), "
    "so the loss falls for ever as T sinks to 0. Fit T on held-out examples, with some mistakes in them.",
    "calibration.no_signal": "there is no best temperature: on average the labelled class scores no higher than the "
    "others, so a larger T is never worse. Do these scores and labels belong together?",
    "sweeps.file": "{name} cannot be read ({reason}): get the folder utils of the course again, "
    "or run `python3 course.py sweeps`.",
    "sweeps.cell": "No saved results for {size:,d} images with {noise} % noise: there are {sizes} images, "
    "each with {noises} % noise.",
    "sweeps.loss": "No saved results for the loss {seen}: there are {known}.",
    "sweeps.policy": "policy should be one of {known}, not {seen}.",
    "protocol.noise": "noise is in percent of the labels, from 0 to 100; got {seen}.",
    # --- labs ---------------------------------------------------------------------------------------------------
    "labs.slider_ends": "A slider needs its low end below its high end; it was given {low} and {high}.",
    "labs.slider_log": "A log slider needs 0 < low end < high end; it was given {low} and {high}.",
    "labs.slider_stops": "A slider over a list needs two numbers or more, each larger than the one before; it was "
    "given {positions}.",
    "labs.slider_no_step": "A log slider stands on round numbers and takes no step; leave {step} out.",
    "labs.slider_no_zero": "Only a log slider can put zero before its low end; let this one begin at 0.",
    "labs.slider_step": "{value} lies between two positions of this slider, which start at {low} and are {step} apart.",
    "labs.slider_position": "{value} is no position of this slider; the nearest is {nearest}.",
    "labs.slider_range": "{value} is off this slider, which runs from {low} to {high}.",
    "labs.choice_empty": "A choice needs at least one option.",
    "labs.choice_unknown": "{value!r} is not among the options: {options}.",
    "labs.button_range": "A button has been clicked 0 times or more, not {value}.",
    "labs.unknown_control": "This lab has no control called {names}; it has {known}.",
    "labs.not_facts": "A lab's show returns Facts, a string or nothing; this one returned {kind}.",
    "labs.on": "on",
    "labs.off": "off",
    "labs.reset": "Reset",
    "labs.play": "play {what}",
    "labs.again": "Train again",
    "labs.stop": "Stop",
    "labs.running": "{share} done",
    "labs.stopped": "stopped at {share}",
    "labs.no_report": "run ended without a report: it should yield at least one, with its progress from 0 to 1.",
    "labs.keys": "Arrow keys move the slider in focus, Home and End jump to its ends.",
    "labs.ghost": "Grey: where the lab started.",
    "labs.interrupted": "Stopped. Move a control to go on; the picture shows the last values that were drawn.",
    "labs.failed": "{kind}: {message}{where}\nThe picture still shows the last values that worked.",
    "labs.where": " (line {line} of {name})",
    "labs.printed": "show printed: {text}",
    "labs.printed_more": " ... and {count:,} characters more",
    "labs.predict_ask": "Predict: {question}",
    "labs.predict_yes": "Yes. {why}",
    "labs.predict_no": "No. {why} The answer is: {right}.",
    "labs.predict_unknown": "{option!r} is not among the options: {options}.",
    # --- quiz ---------------------------------------------------------------------------------------------------
    "quiz.title": "Ten questions, not marked. Guess, or leave a question open.",
    "quiz.option": "{letter}) {words}",
    "quiz.open": "left open",
    "quiz.count": "{answered} of {count} answered. Your line for lesson 12: {code}",
    "quiz.count_again": "{answered} of {count} answered this time: {code}",
    "quiz.show": "Show both rounds and the answers",
    "quiz.total": "Right before the course: {before} of {count}. Now: {after} of {count}.",
    "quiz.kept": "Right both times: {after}",
    "quiz.gained": "Before: {before}\nNow, and right: {after}",
    "quiz.lost": "Before, and right: {before}\nNow: {after}",
    "quiz.still": "Before: {before}\nNow: {after}\nRight: {right}",
    "quiz.why": "{why} (Lesson {lesson})",
    "quiz.code_length": "The line from lesson 00 has {expected} places, a letter or a dot each; this one has {seen}.",
    "quiz.code_letter": "Place {number} of your line is {seen}; expected a letter from a to {last}, or a dot.",
    # --- checks -------------------------------------------------------------------------------------------------
    "checks.line": "{name}: {message}",
    "checks.todo": "not attempted yet.",
    "checks.ok_function": "correct on all {count} inputs.",
    "checks.ok_number": "correct.",
    "checks.ok_order": "correct, every step rests on the ones before it.",
    "checks.unreadable": "this answer cannot be read; expected what the stub above asks for.",
    "checks.not_a_function": "expected a function, got {type}; write its name without parentheses.",
    "checks.raised": "the function stops with {error}{inputs}.",
    "checks.endless": "the function calls itself without an end.",
    "checks.none": "the answer is None; is a return missing?",
    "checks.in_place": "the function changes its input {argument}; make a new tensor (a = a - b, not a -= b).",
    "checks.not_numbers": "the answer is of type {type}; expected real numbers: a tensor, an array or a float.",
    "checks.shape": "the answer has shape {got}, expected {want}{inputs}.",
    "checks.one_number": "() (one number)",
    "checks.not_finite": "the answer contains {value}{inputs}.",
    "checks.differs": "got {got}, expected {want}{inputs}.",
    "checks.differs_at": "got {got}, expected {want} at position {place}{inputs}.",
    "checks.differs_hidden": "not the expected value{inputs}.",
    "checks.for_inputs": " (input: {inputs})",
    "checks.up_to": " up to {largest}",
    "checks.not_letters": "expected the letters of your steps as one string, got {type}.",
    "checks.unknown_step": "there is no step {step}; the steps are {first} to {last}.",
    "checks.repeated_step": "step {step} is there twice; once is enough.",
    "checks.conclusion_first": "step {step} is what the proof should end on; begin with what is given.",
    "checks.too_early": "step {step} uses step {need}, which does not stand before it.",
    "checks.shares.of_everything": "you divide by the sum of the whole table; each row has its own sum: sum(dim=1, "
    "keepdim=True).",
    "checks.shares.of_columns": "your columns sum to 1; examples go down, so add along each row: dim=1.",
    "checks.shares.of_largest": "you divide by the largest amount, so its share is 1 whatever the others are; divide "
    "by the row's sum.",
    "checks.shares.percent": "these are percentages, each row sums to 100; leave out the factor 100.",
    "checks.shares.mean": "you divide by the row's mean, so each row sums to the number of classes; divide by its sum.",
    "checks.shares.softmax": "softmax takes exp of the amounts first, which is lesson 5; here the amounts are shared "
    "out as they are.",
    "checks.one_hot.integers": "the right numbers as integers; a loss subtracts them from float scores and some losses "
    "refuse integers: add .float().",
    "checks.one_hot.columns_of_all": "every row has a 1 for every label of the batch; give each row its own column: "
    "[torch.arange(n), labels].",
    "checks.one_hot.number_in_place": "the entry holds the class number; one-hot puts a 1 there, for every class.",
    "checks.one_hot.up_to_label": "this marks every class up to the label, which gives the classes an order again; "
    "mark one alone.",
    "checks.one_hot.one_cold": "0 and 1 are swapped: the labelled class gets the 1.",
    "checks.one_hot.counted_from_one": "each 1 stands one column too far left; class ids count from 0.",
    "checks.one_hot.number_in_every_column": "each row repeats the class number; the number says in which column the "
    "single 1 goes.",
    "checks.hard_answers.ties": "a row that ties gets several 1s; a hard answer names one class, and argmax takes the "
    "first.",
    "checks.hard_answers.shared_ties": "a row that ties shares its 1; a hard answer names one class, and argmax takes "
    "the first.",
    "checks.hard_answers.last_of_ties": "on a tie you name the last class; argmax takes the first.",
    "checks.hard_answers.best_of_column": "you look for the best example of each class; look along the other "
    "dimension, for the best class of each example.",
    "checks.hard_answers.threshold": "you compare each score with a fixed number; what counts is which score of the "
    "row is highest.",
    "checks.hard_answers.rounded": "you round each score by itself; what counts is which score of the row is highest.",
    "checks.hard_answers.lowest": "you mark the lowest score; the highest one names the class.",
    "checks.hard_answers.still_soft": "these are soft answers, a share for each class; put a 1 at the highest and 0 "
    "elsewhere.",
    "checks.decode_number.number_not_class": "you return a number; which class was given that number?",
    "checks.decode_number.not_inverted": "numbers[...] goes from class to number; you need the way back, from number "
    "to class.",
    "checks.decode_number.truncated": "you cut the decimals off, so 2.9 becomes 2; round first.",
    "checks.decode_number.argmax": "this is the class with the highest score, the one-hot answer; here one number "
    "decides.",
    "checks.decode_number.argmax_number": "this is the number of the class with the highest score; here the sum over "
    "classes decides.",
    "checks.decode_number.stored_order": "you weigh the scores by 0, 1, 2, ...; weigh them by the numbers given.",
    "checks.decode_number.wraps_around": "a prediction off either end comes back at the other; the nearest number is "
    "the end itself: use clamp.",
    "checks.standardise.own_numbers": "these are the mean and spread of X_new itself; new images get the numbers of "
    "the training images.",
    "checks.standardise.both_together": "mean and spread come from both sets together; that lets the new images leak "
    "into what is fitted.",
    "checks.standardise.one_less": "almost: the standard deviation divides by the number of entries less one; use "
    "correction=0.",
    "checks.standardise.each_column": "each column has a mean and spread of its own; here one of each serves all "
    "entries.",
    "checks.standardise.variance": "you divide by the variance; its square root is the standard deviation.",
    "checks.standardise.centred_only": "the mean is taken off, but the spread is still the old one; divide by the "
    "standard deviation.",
    "checks.standardise.fixed_numbers": "these are the numbers of one fixed data set; work them out from X_train.",
    "checks.nearest_mean.farthest": "these are the classes whose means are farthest; the nearest has the smallest "
    "distance.",
    "checks.nearest_mean.largest_product": "the largest product favours means with large entries; compare distances, "
    "or subtract half of |mean|^2.",
    "checks.nearest_mean.nearest_row": "this is the class of the nearest single row; take the mean of each class "
    "first.",
    "checks.nearest_mean.row_number": "these are numbers of rows of X; the answer is a class id, and each class has "
    "one mean.",
    "checks.nearest_mean.signed_difference": "differences are added with their signs and cancel; square them before "
    "adding.",
    "checks.nearest_mean.distance_itself": "these are the smallest distances; the answer is whose they are: argmin in "
    "place of min.",
    "checks.leaked.every_pair": "this counts pairs: a new row with two copies in X_train counts twice; each new row "
    "counts once.",
    "checks.leaked.training_rows": "this counts rows of X_train; count the rows of X_new that occur there.",
    "checks.leaked.distinct_rows": "a row that X_new holds twice is counted once; both of them have leaked.",
    "checks.leaked.any_entry": "one equal entry is enough here; a leaked row is equal in all its entries.",
    "checks.leaked.share": "this is a share of the rows of X_new; the question asks how many.",
    "checks.leaked.the_clean_ones": "these are the rows that have not leaked; count the others.",
    "checks.leaked.same_place": "this compares rows at the same place; a copy may stand anywhere in X_train.",
    "checks.mse_on_one_hot.no_half": "twice the expected loss; the convention has a factor 1/2, so that the slope is "
    "o - y.",
    "checks.mse_on_one_hot.mean_over_classes": "you average over the classes too (as F.mse_loss does); add over the "
    "classes, then average over the examples.",
    "checks.mse_on_one_hot.sum_over_examples": "you add over the examples; take their mean, so that the loss does "
    "not grow with their number.",
    "checks.mse_on_one_hot.softmax_first": "you turn the scores into probabilities first; this loss compares the raw "
    "scores with the one-hot labels.",
    "checks.mse_on_one_hot.absolute_error": "you add absolute errors; square each error, so that a far miss costs "
    "more.",
    "checks.mse_on_one_hot.true_class_only": "you look at the true class's score alone; the other scores have a "
    "target too: 0.",
    "checks.mse_on_one_hot.labels_as_numbers": "you subtract the class number from the scores; turn the labels into "
    "one-hot rows first.",
    "checks.mse_on_one_hot.square_root": "you take a square root: that is the distance to the corner; the loss is "
    "half its square.",
    "checks.mse_gradient.not_divided": "right for the sum over the examples; the loss is their mean.",
    "checks.mse_gradient.sign": "this points downhill; the gradient points to where the loss grows: a score above "
    "its target has a positive slope.",
    "checks.mse_gradient.factor_two": "there is a 2 too many; the factor 1/2 in the loss cancels the 2 that comes "
    "down from the square.",
    "checks.mse_gradient.divided_by_classes": "you divide by the number of classes; the loss adds over the classes "
    "and averages over the examples only.",
    "checks.mse_gradient.softmax_first": "you turn the scores into probabilities first (that is the gradient of "
    "another loss); here the raw scores are compared with the labels.",
    "checks.mse_gradient.true_class_only": "you move the true class's score alone; every score is pulled to its "
    "target, the others to 0.",
    "checks.largest_learning_rate.one_over": "half the expected value; a step of 1/lambda lands on the valley's "
    "floor, and up to 2/lambda it still lands lower than it started.",
    "checks.largest_learning_rate.eigenvalue_itself": "this is the largest eigenvalue; the steeper the valley, the "
    "smaller the step must be.",
    "checks.largest_learning_rate.no_ones": "the intercept is missing: put a column of ones beside X first.",
    "checks.largest_learning_rate.not_divided": "right for the sum over the examples; the loss is their mean, so "
    "divide X'X by their number.",
    "checks.largest_learning_rate.singular_value": "you use a singular value of X; the curvature is an eigenvalue of "
    "X'X/n, which is that value squared, divided by n.",
    "checks.largest_learning_rate.centred": "you subtract the mean of X (a covariance); the model sees X as it is, "
    "so use the plain second moments.",
    "checks.largest_learning_rate.smallest": "you use the smallest eigenvalue; the steepest direction diverges first.",
    "checks.sum_to_one_proof.E": "nothing in your proof says that W is the best fit; what holds at a minimum?",
    "checks.sum_to_one_proof.B": "nothing in your proof says that the labels are one-hot; what does a row of Y add "
    "up to?",
    "checks.sum_to_one_proof.H": "you never use the intercept; without the column of ones the scores need not sum "
    "to 1.",
    "checks.sum_to_one_proof.C": "a link is missing: what do the equations of the best fit say about w, the sum of "
    "the columns?",
    "checks.sum_to_one_proof.I": "two different w could still satisfy the same equations; which property of X "
    "excludes that?",
    "checks.sum_to_one_proof.F": "the conclusion is missing: say what it means for the scores of any input x.",
    "checks.sum_to_one_proof.A": "step {step} is false: targets lie in [0, 1], but the scores of a linear model "
    "leave it.",
    "checks.sum_to_one_proof.D": "step {step} is about another model: there is no softmax in this one.",
    "checks.sum_to_one_proof.G": "step {step} is false: from zero weights the sum starts at 0; it is 1 at the "
    "minimum, not on the way.",
    "checks.sum_to_one_proof.J": "step {step} is false: a linear fit rarely meets every label, so the smallest loss "
    "need not be 0.",
    "checks.stable_softmax.naive": "right for small scores, but exp overflows or vanishes for large ones; take off "
    "each row's largest score first.",
    "checks.stable_softmax.whole_batch": "you take off the largest score of the whole batch; a row far below it "
    "vanishes. Take each row's own.",
    "checks.stable_softmax.over_examples": "your columns sum to 1; examples go down, so add along a row (dim=1).",
    "checks.stable_softmax.over_everything": "the whole table sums to 1; each row has its own sum (dim=1, "
    "keepdim=True).",
    "checks.stable_softmax.no_exp": "you share out the scores themselves, so their signs decide; exp comes first.",
    "checks.stable_softmax.sigmoid": "a sigmoid looks at one score at a time; here the classes compete, and each row "
    "sums to 1.",
    "checks.stable_softmax.logarithm": "these are the logarithms of the probabilities; leave out the log.",
    "checks.log_sum_exp.naive": "right for small scores, but exp overflows or vanishes for large ones; take off each "
    "row's largest score first.",
    "checks.log_sum_exp.not_added_back": "a common shift of the scores shifts LSE as well; add back what you took off.",
    "checks.log_sum_exp.largest_alone": "this is the largest score; LSE lies above it, by up to log K.",
    "checks.log_sum_exp.mean_of_exps": "you average the exps; add them. The answer is log K too small.",
    "checks.log_sum_exp.undone_too_early": "log does not undo exp term by term: the log of a sum is not the sum of "
    "the logs.",
    "checks.log_sum_exp.whole_batch": "you take off the largest score of the whole batch; a row far below it "
    "vanishes. Take each row's own.",
    "checks.scores_for_votes.shares": "these are shares, not scores: softmax would take exp of them. What undoes exp?",
    "checks.scores_for_votes.not_centred": "softmax gives the shares, but the scores do not sum to 0; use the free "
    "shift.",
    "checks.scores_for_votes.odds": "log(p / (1 - p)) undoes a sigmoid; softmax is undone by the logarithm of p alone.",
    "checks.scores_for_votes.other_base": "another base is another temperature; exp is undone by the natural "
    "logarithm.",
    "checks.scores_for_votes.wrong_way": "softmax goes from scores to shares; here you need the way back.",
    "checks.temperature_for.inverse": "this is 1 / T; the scores are divided by T, not multiplied by it.",
    "checks.temperature_for.two_classes": "right for two classes; with more, the other classes take their share too, "
    "and no formula is left.",
    "checks.temperature_for.no_log": "for two classes the lead over T is the log of the odds p / (1 - p), not the "
    "odds; more classes need a search.",
    "checks.temperature_for.rest_at_one": "you add up the rivals at temperature 1; their exps change with T as well, "
    "so search for T.",
    "checks.temperature_for.wrong_half": "your search runs to an end of the range: too sure asks for a higher T, not "
    "a lower one.",
    "checks.huber.no_half": "twice the loss near zero; the parabola has a factor 1/2, so that its slope is the error.",
    "checks.huber.not_joined": "the line does not meet the parabola at delta; what has to be taken off delta * |e|?",
    "checks.huber.divided_by_delta": "this is torch's smooth_l1_loss, the Huber loss divided by delta.",
    "checks.huber.delta_is_one": "the line ignores delta: its slope should be delta, and it should begin there.",
    "checks.huber.swapped": "the pieces are swapped: the parabola belongs inside delta, the line outside.",
    "checks.huber.signed": "you compare the error itself with delta; a very negative error is large too: use its size.",
    "checks.huber.parabola_only": "this is half the squared error everywhere; beyond delta the loss is a line.",
    "checks.huber_slope.not_cut": "this is the slope of half the squared error; beyond delta it grows no more.",
    "checks.huber_slope.sign_only": "beyond delta the line rises by delta for each unit, not by 1.",
    "checks.huber_slope.no_sign": "the pull has lost its direction; a negative error has a negative slope.",
    "checks.huber_slope.divided_by_delta": "this is the slope of torch's smooth_l1_loss, divided by delta.",
    "checks.huber_slope.zero_outside": "you let go of errors beyond delta; Huber still pulls at them, with delta.",
    "checks.huber_slope.downhill": "this points downhill; the slope is positive where the loss grows with the error.",
    "checks.median_interval.midpoint": "both ends are the midpoint; with an even number of points, the ends differ.",
    "checks.median_interval.lower_only": "both ends are torch's median, the lower one; find the upper end too.",
    "checks.median_interval.unsorted": "you take the two middle places without sorting the points first.",
    "checks.median_interval.mean": "the mean is the best constant of squared error; how many points lie on each side?",
    "checks.median_interval.whole_range": "these are the smallest and largest point; only part of that range is best.",
    "checks.median_interval.always_two": "right for an even number of points; an odd number has one middle, twice.",
    "checks.median_interval.too_high": "one place too high; places are counted from 0.",
    "checks.delta_for_the_mean.last_gap": "this is how far the 100 lies from the 4; measure it from the constant, 22.",
    "checks.delta_for_the_mean.from_median": "this is how far the 100 lies from the median; measure it from 22.",
    "checks.delta_for_the_mean.largest_near": "with this delta the near points are not cut, but the outlier still is.",
    "checks.delta_for_the_mean.range": "this is the whole range; delta is compared with errors at the constant 22.",
    "checks.delta_for_the_mean.mean_itself": "this is the best constant, not the delta that leads to it.",
    "checks.margin_loss.true_class_counted": "you count the true class as a rival of itself: it leads itself by 0 and "
    "so adds the whole margin.",
    "checks.margin_loss.sum_over_examples": "you add over the examples; take their mean, so that the loss does not "
    "grow with their number.",
    "checks.margin_loss.mean_over_classes": "you divide by the number of classes or rivals (as torch does); add over "
    "the rivals, then average over the examples.",
    "checks.margin_loss.worst_only": "you count the worst rival alone; this exercise adds up every rival inside the "
    "margin.",
    "checks.margin_loss.not_cut": "a lead beyond the margin earns a discount here; cut what is lacking off at 0 "
    "before you add.",
    "checks.margin_loss.sign": "the lead has the wrong sign: it is the true score minus the rival's.",
    "checks.margin_loss.no_margin": "you ask for a tie only; the true class has to lead by the margin.",
    "checks.margin_loss.fixed_margin": "your margin is always 1; use the argument margin.",
    "checks.margin_loss.squared": "you square what is lacking; this loss adds it as it is.",
    "checks.margin_gradient.not_divided": "right for the sum over the examples; the loss is their mean.",
    "checks.margin_gradient.sign": "this points downhill; the gradient points to where the loss grows: up for a rival "
    "inside the margin.",
    "checks.margin_gradient.true_class_once": "the true class gets -1 only once here; it pays for every rival inside "
    "the margin.",
    "checks.margin_gradient.true_class_missing": "the true class does not move here; each rival inside the margin has "
    "a lead that grows with its score.",
    "checks.margin_gradient.size_of_shortfall": "you use how much is lacking; the slope is 1 for a rival inside the "
    "margin, however far inside.",
    "checks.margin_gradient.only_when_wrong": "you push only rivals that are ahead; a rival that is behind by less "
    "than the margin counts too.",
    "checks.margin_gradient.worst_only": "you push the worst rival alone; every rival inside the margin has a slope "
    "of 1.",
    "checks.margin_gradient.margin_ignored": "your margin is always 1; use the argument margin.",
    "checks.missing_lead.transposed": "you read the table the wrong way: the row is the true class, the column the "
    "rival.",
    "checks.missing_lead.added_up": "you add over the rivals; raising the true score raises every lead at once, so "
    "one rival decides.",
    "checks.missing_lead.diagonal": "the diagonal of the table means nothing; leave the true class out.",
    "checks.missing_lead.negative": "a negative answer: an example with enough lead everywhere misses 0.",
    "checks.missing_lead.highest_rival": "you look at the rival with the highest score; one with a lower score may be "
    "owed a larger lead.",
    "checks.missing_lead.no_table": "you ask for a tie only; each rival is owed the lead in the table.",
    "checks.margin_scaling_proof.A": "a link is missing: what do weights m times as large do to the leads?",
    "checks.margin_scaling_proof.B": "the step itself is missing: write V after one more step and take out the factor "
    "m.",
    "checks.margin_scaling_proof.D": "an induction needs a start: where do the two runs begin?",
    "checks.margin_scaling_proof.F": "a link is missing: which rivals are inside the margin in run 2?",
    "checks.margin_scaling_proof.G": "the conclusion is missing: say what it means for the scores and the decisions.",
    "checks.margin_scaling_proof.H": "a link is missing: what does the slope depend on, and so how do the slopes of "
    "the two runs compare?",
    "checks.margin_scaling_proof.J": "you never use how weight decay is scaled; with the same decay in both runs the "
    "claim is false.",
    "checks.margin_scaling_proof.C": "step {step} is false: leads and margin are m times as large, and so is the loss "
    "of run 2.",
    "checks.margin_scaling_proof.E": "step {step} is false: the slope counts rivals, so it does not grow with the "
    "margin; that is why the rate must.",
    "checks.margin_scaling_proof.I": "step {step} is false: a common random start does not have V = m W; it would "
    "have to be multiplied too.",
    "checks.ce_gradient.not_divided": "right for each example's own loss; the mean hands each of the n examples a "
    "share of 1/n.",
    "checks.ce_gradient.sign": "every entry has the wrong sign; the gradient points uphill: said minus true.",
    "checks.ce_gradient.divided_by_classes": "you divide by the classes too; the mean is over the examples alone.",
    "checks.ce_gradient.no_label": "these are the probabilities; what is true has still to be taken off.",
    "checks.ce_gradient.raw_scores": "this is MSE's gradient, its twin; put the probabilities where the scores stand.",
    "checks.ce_gradient.naive_softmax": "right for small scores; exp of a large one overflows: use losses.softmax.",
    "checks.ce_gradient.true_class_only": "only the true class moves; each rival is pushed down by its probability.",
    "checks.ce_gradient.columns": "your softmax runs down the examples; each row has to sum to 1: dim=1.",
    "checks.weights_gradient.bias_over_everything": "the bias row sums over everything, which is always 0; sum down "
    "the examples, one sum for each class.",
    "checks.weights_gradient.not_divided": "right for the sum over the examples; the loss is their mean, so divide "
    "by n.",
    "checks.weights_gradient.sign": "every entry has the wrong sign; the gradient points uphill: said minus true.",
    "checks.weights_gradient.bias_divided_twice": "the bias row is divided by n twice; it is the column sum of "
    "(P - Y) / n.",
    "checks.weights_gradient.bias_not_divided": "the weights are right, the bias row is n times too large.",
    "checks.weights_gradient.no_label": "the labels are missing; the difference P - Y flows back, not P.",
    "checks.weights_gradient.raw_scores": "this is MSE's gradient; put softmax of the scores where the scores stand.",
    "checks.curvature.diagonal_only": "this is diag(p) times the direction; the part - p p^T is still missing.",
    "checks.curvature.own_entries": "these are the diagonal entries p (1 - p) alone; the classes pull on each other "
    "too.",
    "checks.curvature.plain_mean": "you take off the plain mean of the direction; weigh it by the probabilities.",
    "checks.curvature.no_first_factor": "the factor p in front is missing: p times (direction minus its mean).",
    "checks.curvature.whole_batch": "your p . v adds up all examples; each row has its own: sum(dim=1, keepdim=True).",
    "checks.curvature.sign": "the sign is turned round; a covariance curves upwards.",
    "checks.curvature.naive_softmax": "right for small scores; exp of a large one overflows: use losses.softmax.",
    "checks.escape_steps.cross_entropy": "that is cross-entropy's count; half squared error pushes with p (1 - p)^2.",
    "checks.escape_steps.brier": "that is Brier's count, four times as quick as half squared error.",
    "checks.escape_steps.two_scores": "that is the count with two scores; with one, the logit moves half as far.",
    "checks.escape_steps.from_minus_8": "that is the count from -8; start at -10.",
    "checks.escape_steps.one_off": "one off: count the updates made until the logit is 0 or more.",
    "checks.escape_steps.guessed": "a good guess, 3,011 times e^2; now count the steps.",
    "checks.escape_steps.capped": "that is where the lab gives up; count on until the logit is 0 or more.",
    "checks.cross_entropy.naive": "right until scores get large: exp overflows, or p rounds to 0; take off each row's "
    "largest score and never take the log of a p.",
    "checks.cross_entropy.eps": "eps inside the logarithm hides the trouble: a wrong answer costs at most "
    "-log(eps), with gradient 0; use log-sum-exp minus the true score.",
    "checks.cross_entropy.sum_over_examples": "you add over the examples; take their mean.",
    "checks.cross_entropy.sign": "the sign is turned: surprise is minus the logarithm, and never negative.",
    "checks.cross_entropy.bits": "this is in bits (logarithm to base 2); nats take the natural logarithm.",
    "checks.cross_entropy.over_examples": "your softmax runs over the examples; the probabilities of one example, "
    "along dim=1, should sum to 1.",
    "checks.cross_entropy.softmax_twice": "softmax is applied twice: a loss that takes scores applies it by itself.",
    "checks.cross_entropy.every_class": "you add -log p over all classes; only the labelled class has happened.",
    "checks.cross_entropy.mean_over_classes": "you average over the classes too; each example has one surprise.",
    "checks.entropy_in_bits.zeros": "0 * log 0 is nan here; a class with share 0 should add nothing.",
    "checks.entropy_in_bits.nats": "this is in nats; bits take the logarithm to base 2.",
    "checks.entropy_in_bits.sign": "the sign is turned: entropy is never negative.",
    "checks.entropy_in_bits.wrong_way": "you multiply by log 2 where you should divide: 1 nat is 1.4427 bits.",
    "checks.entropy_in_bits.mean": "you average over the classes; p itself is the weight, so add.",
    "checks.entropy_in_bits.not_weighted": "each surprise should count as often as it happens: weight it with p.",
    "checks.kl_divergence.zeros": "0 * log 0 is nan here; a class with share 0 in p should add nothing.",
    "checks.kl_divergence.swapped": "p and q are swapped: weight with p, which says how often a class comes up.",
    "checks.kl_divergence.cross_entropy": "this is the cross-entropy; take the entropy of p away.",
    "checks.kl_divergence.sign": "the sign is turned: the divergence is never negative.",
    "checks.kl_divergence.bits": "this is in bits; nats take the natural logarithm.",
    "checks.kl_divergence.entropy_of_q": "you take the entropy of q away; the floor is the entropy of p.",
    "checks.kl_divergence.mean": "you average over the classes; p itself is the weight, so add.",
    "checks.scores_asked_for.log_not_centred": "the row of cross-entropy is right up to a shift; take its mean off, "
    "so that it sums to 0.",
    "checks.scores_asked_for.probabilities_not_scores": "the row of cross-entropy should hold scores whose softmax is "
    "p, not p itself.",
    "checks.scores_asked_for.mse_centred": "MSE sees a common shift of the scores, so its row may not be shifted.",
    "checks.scores_asked_for.mse_one_hot": "MSE is lowest at the mean of all one-hot labels, not at the most common.",
    "checks.scores_asked_for.always_a_lead": "worst rival asks for a lead only if the top class has more than half of "
    "the labels.",
    "checks.scores_asked_for.never_a_lead": "worst rival does ask for a lead of 1 once a class has more than half of "
    "the labels.",
    "checks.scores_asked_for.lead_not_centred": "the row of the worst rival is right up to a shift; take its mean off, "
    "so that it sums to 0.",
    # --- checks of lesson 09 --------------------------------------------------------------------------------------
    "checks.epoch_loss.mean_of_means": "this is the mean of the means: a short batch weighs as much as a full one.",
    "checks.epoch_loss.sum_of_means": "these are the means added up; a mean has to be weighed by its batch's size.",
    "checks.epoch_loss.means_over_examples": "you add means and divide by examples; first turn each mean into a sum.",
    "checks.epoch_loss.not_divided": "this is the loss of all examples added up; divide by how many they are.",
    "checks.epoch_loss.by_batches": "the sum is right; divide it by the number of examples, not of batches.",
    "checks.epoch_loss.equal_batches": "the sum is right; you divide as if every batch were full: add up the sizes.",
    "checks.epoch_loss.last_left_out": "the last batch is missing; short or not, its examples count.",
    "checks.training_step.pair": "return two tensors, the new W (d, K) and the new b (K,): return new_W, new_b.",
    "checks.training_step.uphill": "the data's part goes uphill; a step goes against the gradient: minus the rate.",
    "checks.training_step.not_divided": "the slopes of the examples are added up; the loss is their mean: divide by n.",
    "checks.training_step.no_decay": "right without the penalty; its slope for W is weight_decay * W.",
    "checks.training_step.bias_decayed": "the bias shrinks too; the penalty spares it.",
    "checks.training_step.decay_without_rate": "the slope of the penalty takes part in the step like any slope: times "
    "the rate.",
    "checks.training_step.decay_doubled": "the half is lost: half of weight_decay * W**2 has slope weight_decay * W.",
    "checks.training_step.decay_halved": "the slope of a square has a factor 2, and it cancels the half.",
    "checks.training_step.decay_grows": "your W grows by the penalty; its slope is taken off, like the other one.",
    "checks.training_step.decayed_after": "you shrink W after it has moved; both slopes are taken at the old W.",
    "checks.training_step.bias_over_everything": "your bias sums over everything, which is 0: sum down the examples.",
    "checks.training_step.gradients": "these are the gradients; return W and b after the step: minus rate times them.",
    "checks.training_step.raw_scores": "this is MSE's step; put softmax of the scores where the scores stand.",
    "checks.training_step.naive_softmax": "right for small scores; exp of a large one overflows: use losses.softmax.",
    "checks.rates_of_all_steps.reaches_zero": "your last step has rate 0 and does nothing; 0 comes one step later.",
    "checks.rates_of_all_steps.starts_late": "your first step is smaller already; start counting the steps at 0.",
    "checks.rates_of_all_steps.short_batch_lost": "the short batch is a step too: round the batches of an epoch up.",
    "checks.rates_of_all_steps.rounded_at_the_end": "each epoch ends with its own short batch: round up first, then "
    "times epochs.",
    "checks.rates_of_all_steps.one_epoch": "these are the rates of one epoch; they fall over all epochs together.",
    "checks.rates_of_all_steps.every_epoch_anew": "you start again in each epoch; the line falls once over all.",
    "checks.rates_of_all_steps.by_epoch": "yours stays for an epoch at a time; it should fall with every step.",
    "checks.rates_of_all_steps.step_per_example": "that is a step for each example; a step takes a whole batch.",
    "checks.rates_of_all_steps.constant": "the number of steps is right; now let the rate fall.",
    "checks.rates_of_all_steps.no_first_rate": "yours starts at 1; multiply by the first rate.",
    "checks.first_losses.table_of_ten": "these are right for ten classes only; work them out from n_classes.",
    "checks.first_losses.mse_no_half": "four are right; our MSE has a half in front of the sum.",
    "checks.first_losses.mse_over_classes": "four are right; our MSE adds over the classes, it does not average.",
    "checks.first_losses.mse_of_probabilities": "four are right; MSE takes the scores as they are, and they are 0.",
    "checks.first_losses.own_rival": "four are right; a class is no rival of itself.",
    "checks.first_losses.margin_over_classes": "four are right; torch divides the margin loss by the classes, ours "
    "does not.",
    "checks.first_losses.worst_is_all": "four are right; the worst rival is one rival, however many there are.",
    "checks.first_losses.ties_cost_nothing": "equal scores do not lead by 1: each rival is a whole margin short.",
    "checks.first_losses.bits": "four are right; cross-entropy is in nats, the natural logarithm.",
    "checks.first_losses.brier_true_class_only": "four are right; in Brier the wrong classes miss too, each by 1/K.",
    "checks.first_losses.brier_over_classes": "four are right; Brier adds over the classes, it does not average.",
    "checks.first_losses.brier_half": "four are right; our Brier has no half.",
    "checks.first_losses.brier_of_scores": "four are right; Brier compares probabilities, and they are 1/K, not 0.",
    # --- checks of lesson 10 --------------------------------------------------------------------------------------
    "checks.ok_bugs": "correct, all {count} bugs are found and mended.",
    "checks.not_a_table": "expected a table such as {{1: 'B3'}}, got {type}.",
    "checks.unknown_program": "there is no program {program}; they are numbered 1 to {last}.",
    "checks.programs_left": "right so far; still to do: {programs}.",
    "checks.entry": "program {program}: expected the letter of a line and the number of a mend, such as 'B3'.",
    "checks.unknown_line": "program {program}: its lines are A to {last}.",
    "checks.unknown_mend": "program {program}: the mends are 1 to {last}.",
    "checks.wrong_line": "program {program}: line {line} does what it should.",
    "checks.wrong_mend": "program {program}: line {line} is the place; that mend does not help there.",
    "checks.which_mend": "program {program}: line {line} is the place. Which mend?",
    "checks.bugs.rate_of_1": "program 1: no rate and no number of epochs brings its loss below 1.46. Which model would "
    "be right and sure about everything, and what does it pay?",
    "checks.bugs.loss_of_1": "program 1: the loss is as it should be and makes its own softmax. What is handed to it?",
    "checks.bugs.rate_of_2": "program 2: a smaller rate only hides it. Print model.bias.grad after the first step and "
    "after the second.",
    "checks.bugs.label_of_3": "program 3: this picks the label's entry in each row, as it should. Do the exps of a "
    "row of log_p sum to 1?",
    "checks.bugs.mean_of_4": "program 4: its steps are means already, divided once. Print b before and after an epoch.",
    "checks.bugs.other_way_in_4": "program 4: along the classes each row sums to 0, so nothing would move. Which sum "
    "is one number for each class?",
    "checks.bugs.argmax_of_5": "program 5: one score row and one answer for each image, as it should be. Print the "
    "shape of predicted == last_column.",
    "checks.bugs.loss_of_5": "program 5: the labels are flattened here, so the loss is right. Where are they not?",
    "checks.bugs.rate_of_6": "program 6: another rate suits one batch size only. What would its first loss be with "
    "batches of 125?",
    "checks.bugs.starts_of_7": "program 7: trying many settings is what one does. Which images decide among them, and "
    "which report?",
    "checks.bugs.means_of_8": "program 8: each entry is the right mean of its own batch. What happens when they are "
    "put together?",
    "checks.bugs.size_of_8": "program 8: a size that divides 500 hides it, until the data set has another length. "
    "Which batch counts too much?",
    "checks.softmax_floor.no_noise": "right for labels without mistakes; a wrong label costs 1 more than a right one.",
    "checks.softmax_floor.one_softmax": "this is the entropy of the labels, the floor of one softmax. Here scores "
    "never lead by more than 1.",
    "checks.softmax_floor.blind_guess": "this is a blind guess; a sure model does better, its lead is 1.",
    "checks.softmax_floor.one_class_too_many": "beside the class that scores 1 there are n_classes - 1 others.",
    "checks.softmax_floor.wrong_is_free": "wrong labels cost something as well: log-sum-exp, with no score taken off.",
    "checks.softmax_floor.score_not_taken_off": "the score of the label is missing: 1 is taken off if it is right.",
    "checks.softmax_floor.wrong_scores_minus_one": "the class of a wrong label scores 0 and not -1.",
    "checks.softmax_floor.bits": "this is in bits; the loss counts nats.",
    "checks.weighted_loss.divided_by_n": "you divide by the number of examples; PyTorch does that for probability "
    "labels, not for class ids.",
    "checks.weighted_loss.divided_by_all_weights": "you divide by the weights of all classes; take those of the labels "
    "that are there, once for each example.",
    "checks.weighted_loss.not_divided": "this is the weighted sum; divide by the weights that took part.",
    "checks.weighted_loss.not_weighted": "the weights have no part in it: each example's loss is multiplied by the "
    "weight of its label.",
    "checks.weighted_loss.weights_on_scores": "you weigh the scores, which changes the probabilities; weigh each "
    "example's loss.",
    "checks.weighted_loss.mean_weight": "the mean loss times the mean weight is not the mean of their products.",
    "checks.weighted_loss.naive_softmax": "right for small scores, but exp overflows for large ones; use log_softmax.",
    # --- checks of lesson 11 --------------------------------------------------------------------------------------
    "checks.paired_difference.unpaired": "you treat the two rows as strangers; subtract seed by seed first, then take "
    "one interval.",
    "checks.paired_difference.spread": "this is how far single seeds lie apart; the mean of five is steadier, by the "
    "root of 5.",
    "checks.paired_difference.divided_by_n": "you divide by 5; the mean of five numbers is steadier by the root of 5.",
    "checks.paired_difference.normal": "1.96 is for very many seeds; five know their own spread badly, so t is 2.776.",
    "checks.paired_difference.no_t": "this is one standard error; 95 % take 2.776 of them for five seeds.",
    "checks.paired_difference.population": "your standard deviation divides by 5; estimated from five it divides by 4.",
    "checks.paired_difference.variance": "this is made from the variance; take its root, the standard deviation.",
    "checks.paired_difference.full_width": "this is the whole width; half of it is asked for, what stands after +-.",
    "checks.paired_difference.direction": "the sign is turned: how far a is ahead of b is a - b.",
    "checks.paired_p_value.one_tail": "you count one tail; as uneven in the other direction is as uneven too.",
    "checks.paired_p_value.not_capped": "right but for equal counts: two overlapping tails are more than everything; "
    "stop at 1.",
    "checks.paired_p_value.this_outcome_only": "this is the chance of these very counts; add all that are more uneven.",
    "checks.paired_p_value.more_uneven_only": "you leave out the outcome itself; as uneven as this counts too.",
    "checks.paired_p_value.one_direction": "your tail always starts at the same model; the smaller of the two counts "
    "ends it.",
    "checks.paired_p_value.normal": "this is the normal curve's answer, rough for small counts; add binomial "
    "coefficients.",
    "checks.clean_accuracy.wrong_way": "this spoils a clean accuracy; here you are given the spoiled one. Solve for a.",
    "checks.clean_accuracy.no_luck": "a wrong answer can meet a wrong label; take that share off too.",
    "checks.clean_accuracy.added_back": "noise does not take the same number of points from every model; solve the "
    "equation.",
    "checks.clean_accuracy.all_classes": "a wrong label is one of the K - 1 others, never the true class.",
    "checks.clean_accuracy.luck_always": "only wrong answers meet wrong labels, so the luck is weighed by 1 - a, not "
    "by 1.",
    "checks.clean_accuracy.luck_all_of_it": "a wrong answer meets a wrong label only if both name the same class, one "
    "of K - 1.",
    "checks.clean_accuracy.percent": "the noise is in percent; divide it by 100.",
    "checks.clean_accuracy.ten_classes": "you count on ten classes; use n_classes.",
    "checks.sturdy_loss_ok": "correct: more than 72 % of the test images are right, though 40 % of the labels were "
    "wrong.",
    "checks.sturdy_loss.mean": "you return one number; return one for each example, the trainer averages them.",
    "checks.sturdy_loss.not_finite": "it is nan or infinite for scores between -3 and 3 already; see what is divided "
    "or logged.",
    "checks.sturdy_loss.no_slope": "autograd finds no slope: argmax, comparisons and numpy cut it. Use smooth torch "
    "functions.",
    "checks.sturdy_loss.examples_mixed": "an example's loss changes with its neighbours; work along the classes, "
    "dim=1.",
    "checks.sturdy_loss.label_ignored": "it is the same whatever the label; the labelled class has to count.",
    "checks.sturdy_loss.sign": "it grows with the score of the labelled class, so training pushes that down.",
    "checks.sturdy_loss.multiple": "this is a loss you know, or a multiple, and a multiple is only another learning "
    "rate. Change its shape.",
    "checks.sturdy_loss.diverged": "training left the finite numbers at a learning rate of 1; a bounded slope would "
    "not.",
    "checks.sturdy_loss.unbounded": "too few right: a firmly denied label costs without end, so wrong ones win. Where "
    "should it level off?",
    "checks.sturdy_loss.gives_up": "too few right: it gives up on images too early, or never gets going. Keep a slope "
    "while unsure.",
    # --- checks of lesson 12 --------------------------------------------------------------------------------------
    "checks.calibration_error.empty_bins": "an empty bin gives 0 / 0, which is nan; it should add nothing.",
    "checks.calibration_error.not_weighted": "every bin counts the same here; weigh each gap with its share of the "
    "images.",
    "checks.calibration_error.not_divided": "you weigh with counts; divide by the number of images, so that the "
    "weights sum to 1.",
    "checks.calibration_error.signed": "gaps of opposite sign cancel here; take the size of each bin's gap.",
    "checks.calibration_error.one_bin": "this is the gap of all images in one bin; sort them into n_bins bins first.",
    "checks.calibration_error.each_example": "this compares each confidence with its own hit; compare the means of a "
    "bin.",
    "checks.calibration_error.squared": "you square the gaps; ECE takes their size as it is.",
    "checks.calibration_error.largest": "this is the largest gap of all bins; ECE is their weighted mean.",
    "checks.calibration_error.middles": "you compare with the middle of the bin; take the mean confidence in it.",
    "checks.best_temperature.inverse": "this is 1 / T; scores are divided by a temperature, not multiplied by it.",
    "checks.best_temperature.price": "this is the lowest cross-entropy; return the T at which it is reached.",
    "checks.best_temperature.one": "at T = 1 nothing is changed; look for the T of the lowest cross-entropy.",
    "checks.best_temperature.end_of_range": "your search always runs to an end of the range; let the labels decide, "
    "through cross-entropy.",
    "checks.best_temperature.softmax_twice": "cross-entropy takes scores and applies softmax by itself; give it "
    "scores / T.",
    "checks.best_temperature.as_sure_as_right": "here the mean confidence equals the accuracy; close, but the "
    "criterion is the lowest cross-entropy.",
    "checks.best_temperature.brier": "this is the T of the lowest Brier loss; the criterion here is cross-entropy.",
    "checks.cheapest_decisions.most_probable": "this is argmax of the probabilities, whatever the prices; weigh each "
    "price with its probability.",
    "checks.cheapest_decisions.transposed": "you read the table the wrong way: rows are true classes, columns answers.",
    "checks.cheapest_decisions.dearest": "this is the dearest answer; take the lowest expected cost.",
    "checks.cheapest_decisions.prices": "these are the lowest expected costs; return which answer has them.",
    "checks.cheapest_decisions.largest_term": "you look at the worst single term; add the terms over the true classes.",
    "checks.cheapest_decisions.worst_case": "you guard against the worst case and never look at the probabilities.",
    "checks.cheapest_decisions.no_probabilities": "all true classes count the same here; weigh them with their "
    "probabilities.",
    "checks.smoothing_gap.true_share_forgotten": "the true class gets its part of the 0.2 too, so it has more than "
    "0.8.",
    "checks.smoothing_gap.rivals_only": "you share the 0.2 among the four rivals; it is shared among all five classes.",
    "checks.smoothing_gap.ratio": "this is the ratio of the two shares; which difference of scores gives that ratio?",
    "checks.smoothing_gap.difference": "this is a difference of probabilities; the lead is one of scores.",
    "checks.smoothing_gap.of_the_text": "that is the lead for ten classes and 0.1; here are five classes and 0.2.",
    "checks.smoothing_gap.bits": "this is a logarithm to base 2; softmax takes powers of e.",
    "checks.smoothing_gap.sign": "the sign is turned: how far does the true score lead the rival's?",
    "checks.smoothing_gap.log_of_share": "this is the logarithm of one share; a lead compares two.",
    # --- end ----------------------------------------------------------------------------------------------------
}


def say(key, /, **values):
    """The sentence under `key` with its `{named}` parts filled in.

    key: str such as "data.damaged"
    values: the parts, already formatted numbers and names
    returns: str

    Raises KeyError for an unknown key or a part that is not given: that is our mistake, never the learner's.
    """
    return TEXT[key].format(**values)

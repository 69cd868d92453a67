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
    # --- metrics, training --------------------------------------------------------------------------------------
    "metrics.class_id": "class {seen} does not exist: with {n} classes the ids go from 0 to {last}.",
    "metrics.no_example": "none of the {n} labels is class {seen}, so its recall is not defined.",
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
    "slopes.loss": "loss should be one of {names}, not {seen}.",
    # --- labs ---------------------------------------------------------------------------------------------------
    "labs.slider_ends": "A slider needs its low end below its high end; it was given {low} and {high}.",
    "labs.slider_log": "A log slider needs 0 < low end < high end; it was given {low} and {high}.",
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
    "labs.keys": "Arrow keys move the slider in focus, Home and End jump to its ends. Grey: where the lab started.",
    "labs.interrupted": "Stopped. Move a control to go on; the picture shows the last values that were drawn.",
    "labs.failed": "{kind}: {message}{where}\nThe picture still shows the last values that worked.",
    "labs.where": " (line {line} of {name})",
    "labs.printed": "show printed: {text}",
    "labs.predict_ask": "Predict: {question}",
    "labs.predict_yes": "Yes.",
    "labs.predict_no": "The answer is: {right}.",
    "labs.predict_unknown": "{option!r} is not among the options: {options}.",
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

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
    "data.shut": "{folder} cannot be written ({reason})",
    "data.read_only": "{shut}: keeping the data in {cache} instead.",
    "data.file": "there is a file in its place or above it: rename that file",
    "data.no_folder": (
        "Fashion-MNIST needs a folder to be kept in: {folders}. "
        "Set the environment variable COURSE_DATA_DIR to a folder that can, then run this again."
    ),
    "data.no_room": (
        "No room left in {folder}: Fashion-MNIST needs {needed} there. "
        "Make room, or set the environment variable COURSE_DATA_DIR to a folder on another disk, then run this again."
    ),
    "data.cannot_write": (
        "Fashion-MNIST could not be written to {place} ({reason}). If something is in the way there, rename it; "
        "else set the environment variable COURSE_DATA_DIR to another folder. Then run this again."
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
    "download.untrusted": (
        "a certificate that this computer does not trust: behind a network that reads along, "
        "set SSL_CERT_FILE to the network's own certificate"
    ),
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
    "losses.pair": "{name} is a pair, values with indices: take .values or .indices of it.",
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
    "losses.own_loss": "for {n} row{s} of scores your loss should return {n} number{s}, not {seen}: {advice}",
    "losses.own_nothing": "nothing",
    "losses.own_single": "a single number",
    "losses.own_shape": "a {kind} of shape {shape}",
    "losses.own_advice_reduction": "it takes a reduction, so it is asked for reduction='none': return a loss for each "
    "row then.",
    "losses.own_advice_none": "end it with return and the numbers.",
    "losses.own_advice_mean": "leave out the mean, sum or maximum over the rows (in torch's own losses: "
    "reduction='none').",
    "losses.own_advice_squeeze": ".squeeze() takes every dimension of size 1, so write [:, 0] or .squeeze(1); take no "
    "mean.",
    "losses.own_advice_number": "keep to torch tensors, without .item() or float(), and leave out the mean.",
    "losses.own_advice_list": "compute with whole tensors, or join the numbers with torch.stack(...).",
    "losses.own_advice_two": "return one thing only, the row of losses.",
    "losses.own_advice_numpy": "compute with torch, not with numpy, or no slope can be found.",
    "losses.own_advice_column": "this is a column, so write [:, 0] after it.",
    "losses.own_advice_pairs": "every row met every other; for [:, labels] write [torch.arange(len(labels)), labels], "
    "and make a column flat with [:, 0].",
    "losses.own_advice_classes": "add up over the classes with .sum(dim=1), or take the labelled class alone.",
    "losses.own_advice_shape": "its shape should be ({n},), one number after the other; sums and maxima over classes "
    "take dim=1.",
    "losses.own_advice_kind": "compute with torch tensors.",
    "losses.own_advice_call": "that has yet to be called with scores and labels.",
    "losses.own_kind": "your loss should be a function of scores and labels, not {seen}: give its name, without "
    "brackets or quotes.",
    "losses.own_class": "your loss is the class {seen}: make one of it, {seen}(), in torch with reduction='none'.",
    "losses.own_arguments": "your loss should take two arguments, scores and labels in this order, but it takes "
    "{seen}.",
    "losses.own_swapped": "your loss takes labels first: scores come first, so write (scores, labels).",
    "losses.own_numpy": "your loss calls numpy, which loses the slope: compute with torch alone, without .numpy() or "
    "np.",
    "losses.own_backward": "your loss calls .backward(): leave that out and return the losses; the slopes are found for"
    " you.",
    "losses.own_grad_off": "your loss turns gradients off and not on again: leave torch.set_grad_enabled(False) out.",
    "losses.own_mixed": "your loss of one row changes with the other rows, their labels or their number: take softmax, "
    "sums and maxima with dim=1, no mean over the rows, and divide by no count of them.",
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
    "training.too_large": "X holds numbers of size {largest:g}, and their squares overflow: scale the features to "
    "about 1.",
    "training.no_optimum": "the weights did not settle within {steps} Newton steps at ridge {ridge:g}: scale the "
    "features to about 1, or raise the ridge.",
    "training.whole": "{name} should be a whole number, at least 1, not {seen}.",
    "training.diverged": "the loss was {loss} after {step} steps at learning_rate {rate:g}: {cause}.",
    "training.cause_rate": "the steps are too large for this loss and these features",
    "training.cause_start": "before any step, so the start or the features are too large",
    "training.cause_loss": "before any step, so it is the loss itself; look for a log, a root or a division",
    "training.cause_loss_or_rate": "the steps are too large, or a log, a root or a division in the loss fails",
    "training.diverged_epoch": "the loss was {loss} after {epoch} epochs: learning_rate {rate:g} is too large, or "
    "a log, a root or a division in the loss fails.",
    "training.no_model": "there is no model to train: give a list of at least one training.Model.",
    "training.lengths": "X has {n_rows} rows and there are {n_labels} labels; expected one label for each row.",
    "slopes.loss": "loss should be a function of scores and labels, or one of {names}, not {seen}.",
    "slopes.no_slope": "your loss has no slope for the scores: keep to torch operations on them, without .item(), "
    ".detach(), torch.no_grad(), numpy, argmax or comparisons alone.",
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
    "labs.choice_twice": "In this choice more than one option reads {words}: give each its own words, "
                         "{{'words': value}}, or leave one out.",
    "labs.choice_unknown": "{value!r} is not among the options: {options}.",
    "labs.button_range": "A button has been clicked 0 times or more, not {value}.",
    "labs.unknown_control": "This lab has no control called {names}; it has {known}.",
    "labs.pyplot": "show drew with pyplot, on a figure of its own: draw on the axes you are given, axes.plot, not "
                   "plt.plot.",
    "labs.kept_artist": "show changed a {kind} of an earlier call, which is no longer in the picture: draw it anew in "
                        "each call.",
    "labs.axes_removed": "A lab draws on these axes each time: empty them with axes.clear(), or hide them with "
                         "axes.set_axis_off().",
    "labs.panel_figure": "A lab sizes, lays out and shows its pictures by itself: do without figure.{name}.",
    "labs.exit": "exit() and quit() would end the notebook's kernel and all its variables; return leaves a function.",
    "labs.not_moved": "The last move, to {settings}, failed. {trouble}",
    "labs.not_a_control": "{name} needs a control, labs.slider(...), stops(...), choice(...), toggle(...) or "
                          "button(...), not {kind}.",
    "labs.no_show": "A lab needs a function that draws, without its brackets: labs.Lab(show_it), not {kind}.",
    "labs.presets_kind": "presets goes from the words on a button to the values it sets: {{'high': {{'height': 9}}}}.",
    "labs.facts_kind": "Facts takes a headline and a text, both strings; its {part} was {kind}.",
    "labs.reserved": "Give each control the name by which show knows it, as in a=labs.slider(...); it cannot be called "
                     "{name}: that is a setting of Lab itself.",
    "labs.panels": "panels is how many axes show draws on, 1 or more, not {panels!r}.",
    "labs.preset_taken": "Every lab has a button of its own called {words}: call this preset something else.",
    "labs.label_kind": "label takes words, not {label!r}.",
    "labs.slider_finite": "A slider runs from one number to another, neither of them infinite; its {part} was {value}.",
    "labs.slider_number": "A slider takes numbers; its {part} was {value!r}.",
    "labs.slider_step_size": "A slider from {low} to {high} needs a step above 0 that fits in between, not {step}.",
    "labs.value_kind": "{value!r} is no value of this control.",
    "labs.not_facts": "A lab's show returns Facts, a string or nothing; this one returned {kind}.",
    "labs.on": "on",
    "labs.off": "off",
    "labs.reset": "Reset",
    "labs.play": "play {what}",
    "labs.pause": "pause",
    "labs.again": "Train again",
    "labs.stop": "Stop",
    "labs.interrupt": "To stop it: Runtime > Interrupt execution.",
    "labs.running": "{share} done",
    "labs.stopped": "stopped at {share}",
    "labs.no_reports": "run should yield its reports one by one; it has no yield, and returned {kind}.",
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
    "quiz.reopen": "leave {number} open",
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
    "checks.ok_tensor_later": "correct on all {count} inputs; later cells need a tensor, so wrap the result in "
    "torch.as_tensor(...).",
    "checks.ok_not_by_hand": "correct on all {count} inputs, though by {name}: the exercise asks to do without it.",
    "checks.ok_number": "correct.",
    "checks.ok_order": "correct, every step rests on the ones before it.",
    "checks.unreadable": "this answer cannot be read; expected what the stub above asks for.",
    "checks.not_a_function": "expected a function, got {type}; write its name without parentheses.",
    "checks.raised": "the function stops with {error}{inputs}.",
    "checks.pair": "A .max(dim), .min(dim) or .sort(dim) gives a pair, values and indices: take .values or .indices.",
    "checks.dtypes": "torch wants floating numbers of one type here: .float() or .double() converts them.",
    "checks.sizes": "Along each axis two sizes must be equal, or one of them 1: keepdim=True keeps an axis that is "
    "summed; else look for a wrong dim or index.",
    "checks.product": "A product A @ B needs as many columns in A as rows in B; .T swaps rows and columns.",
    "checks.dimension": "There is no such dimension: they count from 0, examples go down (0) and classes across (1).",
    "checks.index": "There is no such position: along each axis they count from 0.",
    "checks.index_type": "Positions have to be whole numbers of type int64: .long() makes them so.",
    "checks.truth": "Python's if, and, max() want one True or False: torch.where and torch.maximum take a tensor.",
    "checks.one_element": "math.exp, round, torch.tensor([..]) want single numbers: torch.exp, torch.stack do not.",
    "checks.array_method": "Tensors, arrays and plain numbers have functions of their own: stay with torch.",
    "checks.arguments": "Take the arguments that the stub has, in its order.",
    "checks.beyond_floats": "Floats end near 1e308, Python's whole numbers do not: divide whole by whole, and last "
    "(a / 2**n), or with //.",
    "checks.endless": "the function calls itself without an end.",
    "checks.none": "the answer is None; is a return missing?",
    "checks.no_number": "the answer is None, which is no number (print(...) gives None); give the number itself.",
    "checks.not_called": "the answer is a function that is not called yet: call it, as in f(x), or give the "
    "number itself.",
    "checks.in_place": "the function changes its input {argument}; make a new tensor (a = a - b, not a -= b).",
    "checks.not_numbers": "the answer is of type {type}; expected real numbers: a tensor, an array, a list or a float.",
    "checks.filled": "{outside} of {inside}",
    "checks.uneven": "rows that differ in length",
    "checks.shape": "the answer has shape {got}, expected {want}{inputs}.",
    "checks.one_number": "() (one number)",
    "checks.not_finite": "the answer contains {value}{inputs}.",
    "checks.column": "the answer has shape {got}, a column; expected {want}, one flat row. Drop the last axis, for "
    "example with [:, 0]{inputs}.",
    "checks.one_number_axis": "the answer has shape {got}; expected one number, without brackets or an axis{inputs}.",
    "checks.differs": "got {got}, expected {want}{at}{inputs}.",
    "checks.differs_hidden": "got {got}{at}, which is not the expected value{inputs}.",
    "checks.at_position": " at position {place}",
    "checks.too_small": "{got} is too small.",
    "checks.too_large": "{got} is too large.",
    "checks.for_inputs": " (input: {inputs})",
    "checks.up_to": " up to {largest}",
    "checks.not_letters": "expected letters, not numbers, in a string or a list, got {type}.",
    "checks.unknown_step": "there is no step {step}; the steps are the Latin letters {first} to {last}.",
    "checks.repeated_step": "step {step} is there twice; once is enough.",
    "checks.conclusion_first": "step {step} is what the proof should end on; begin with what is given.",
    "checks.too_early": "step {step} uses step {need}, which does not stand before it.",
    "checks.shares.keepdim": "the sums have lost their column, so they meet the rows the wrong way; sum(dim=1, "
    "keepdim=True) keeps it.",
    "checks.shares.of_everything": "you divide by the sum of the whole table; each row has its own sum: sum(dim=1, "
    "keepdim=True).",
    "checks.shares.of_columns": "your columns sum to 1; examples go down, so add along each row: dim=1.",
    "checks.shares.of_largest": "you divide by the largest amount, so its share is 1 whatever the others are; divide "
    "by the row's sum.",
    "checks.shares.percent": "these are percentages, each row sums to 100; leave out the factor 100.",
    "checks.shares.mean": "you divide by the row's mean, so each row sums to the number of classes; divide by its sum.",
    "checks.shares.softmax": "softmax takes exp of the amounts first, which is lesson 5; here the amounts are shared "
    "out as they are.",
    "checks.shares.sums_alone": "these are the sums of the rows; divide each amount by the sum of its row.",
    "checks.shares.upside_down": "this is sum over amount; a share is the amount divided by the sum.",
    "checks.shares.of_length": "you divide by the root of the row's sum of squares; shares divide by the plain sum.",
    "checks.shares.of_count": "you divide by how many classes or examples there are; divide by the row's sum.",
    "checks.shares.rounded": "right but for the rounding; return the shares as they are.",
    "checks.one_hot.integers": "the right numbers as integers; some losses refuse those as labels: add .float(), or "
    "write 1.0 and 0.0.",
    "checks.one_hot.booleans": "True and False in the right places; a loss subtracts numbers: add .float().",
    "checks.one_hot.columns_of_all": "every row has a 1 for every label of the batch; index [torch.arange(n), labels], "
    "on rows made one by one ([row] * n is one row).",
    "checks.one_hot.number_in_place": "the entry holds the class number; one-hot puts a 1 there, for every class.",
    "checks.one_hot.up_to_label": "this marks every class up to the label, which gives the classes an order again; "
    "mark one alone.",
    "checks.one_hot.one_cold": "0 and 1 are swapped: the labelled class gets the 1.",
    "checks.one_hot.counted_from_one": "each 1 stands in the column next to its own; class ids count from 0, so label "
    "k belongs to column k.",
    "checks.one_hot.number_in_every_column": "each row repeats the class number; the number says in which column the "
    "single 1 goes.",
    "checks.one_hot.present_only": "the width comes from the labels of this batch, in which a class may be absent; "
    "make it n_classes wide.",
    "checks.one_hot.transposed": "columns hold the examples here; examples go down, so pick rows: torch.eye(...)"
    "[labels].",
    "checks.one_hot.whole_rows": "rows[labels] fills whole rows, chosen by label; mark one entry a row: "
    "[torch.arange(n), labels].",
    "checks.one_hot.no_column": "the labels are compared entry by entry with 0, 1, 2, ...; make them a column: "
    "labels[:, None].",
    "checks.one_hot.scatter_flat": "scatter wants a row of positions for each example: labels[:, None] makes the "
    "column.",
    "checks.one_hot.numpy_index": "numpy takes a tensor of one label for a single number, and the row is lost; index "
    "it by labels.numpy().",
    "checks.one_hot.plus_minus": "the other classes get -1 here; in a one-hot row they get 0.",
    "checks.hard_answers.keepdim": "the highest scores have lost their column, so they meet the rows the wrong way; "
    "keepdim=True keeps it.",
    "checks.hard_answers.pair": "max(dim) gives a pair, values and indices, and a pair equals no table; compare with "
    "its .values.",
    "checks.hard_answers.best_of_all": "scores.max() is the highest of the whole table; each row has a highest score "
    "of its own.",
    "checks.hard_answers.argmax_of_all": "argmax() without dim looks for one winner in the whole table; each row has "
    "its own: dim=1.",
    "checks.hard_answers.ties": "a row that ties gets several 1s; a hard answer names one class, and argmax takes the "
    "first.",
    "checks.hard_answers.booleans": "True and False in the right places; one-hot rows hold numbers: add .float().",
    "checks.hard_answers.shared_ties": "a row that ties shares its 1; a hard answer names one class, and argmax takes "
    "the first.",
    "checks.hard_answers.last_of_ties": "on a tie you name the last class; argmax takes the first.",
    "checks.hard_answers.best_of_column": "you look for the best example of each class; look along the other "
    "dimension, for the best class of each example.",
    "checks.hard_answers.threshold": "you compare each score with a fixed number; what counts is which score of the "
    "row is highest.",
    "checks.hard_answers.rounded": "you round each score by itself; what counts is which score of the row is highest.",
    "checks.hard_answers.rounded_shares": "a share of a half or less gets no 1 here, so a row can end up without one; "
    "the highest share gets it, however small.",
    "checks.hard_answers.large_scores": "right until scores get large: sigmoids round to 1 and tie, exp overflows; "
    "take the argmax of the scores themselves.",
    "checks.hard_answers.lowest": "you mark the lowest score; the highest one names the class.",
    "checks.hard_answers.still_soft": "these are soft answers, a share for each class; put a 1 at the highest and 0 "
    "elsewhere.",
    "checks.hard_answers.class_ids": "these are the class ids; write each as its one-hot row, a 1 in that column.",
    "checks.hard_answers.winners_only": "one_hot alone makes the table as wide as the last class that wins; pass the "
    "number of classes.",
    "checks.hard_answers.numpy_index": "numpy takes a tensor of one class id for a single number, and the row is "
    "lost; use .numpy() first.",
    "checks.hard_answers.scatter_flat": "scatter wants a row of positions for each example: argmax with keepdim=True "
    "makes the column.",
    "checks.hard_answers.score_in_place": "the winner's entry holds its score; in a hard answer it holds a 1.",
    "checks.decode_number.no_clamp": "a prediction beyond the ends is the number of no class; clamp(0, len(numbers) - "
    "1) brings it back.",
    "checks.decode_number.python_round": "Python's round takes a single number; a tensor has its own: (scores @ "
    "numbers).round().",
    "checks.decode_number.ten_classes": "9 is the largest number of ten classes only; here it is len(numbers) - 1.",
    "checks.decode_number.number_not_class": "you return a number; which class was given that number?",
    "checks.decode_number.not_inverted": "numbers[...] goes from class to number; you need the way back, from number "
    "to class.",
    "checks.decode_number.truncated": "you cut the decimals off, so 2.9 becomes 2; round first.",
    "checks.decode_number.rounded_up": "you round up, so 2.1 becomes 3; take the nearest number with .round().",
    "checks.decode_number.argmax": "this is the class with the highest score, the one-hot answer; here one number "
    "decides.",
    "checks.decode_number.argmax_number": "this is the number of the class with the highest score; here the sum over "
    "classes decides.",
    "checks.decode_number.stored_order": "you weigh the scores by 0, 1, 2, ...; weigh them by the numbers given.",
    "checks.decode_number.wraps_around": "a prediction off either end comes back at the other; the nearest number is "
    "the end itself: use clamp.",
    "checks.standardise.own_numbers": "mean, spread or both are those of X_new itself; new images get the numbers of "
    "the training images.",
    "checks.standardise.both_together": "mean and spread come from both sets together; that lets the new images leak "
    "into what is fitted.",
    "checks.standardise.one_less": "almost: the standard deviation divides by the number of entries less one; use "
    "correction=0.",
    "checks.standardise.each_column": "each column has a mean or a spread of its own here; one of each serves all "
    "entries, without dim.",
    "checks.standardise.numpy_names": "numpy's functions and names do not fit a tensor here; it has .mean() and "
    ".std(correction=0).",
    "checks.standardise.each_row": "each training row has a mean and spread of its own; take one of each over all "
    "entries, without dim.",
    "checks.standardise.variance": "you divide by the variance; its square root is the standard deviation.",
    "checks.standardise.centred_only": "the mean is taken off, but the spread is still the old one; divide by the "
    "standard deviation.",
    "checks.standardise.fixed_numbers": "these are the numbers of one fixed data set; work them out from X_train.",
    "checks.standardise.halves": "0.5 and 0.5 only move 0 ... 1 to -1 ... 1; mean and standard deviation have to come "
    "from X_train.",
    "checks.standardise.brackets": "division goes before subtraction, so only the mean is divided; put brackets around "
    "the difference.",
    "checks.standardise.training_rows": "these are the training rows; the new ones are asked for, by the mean and "
    "spread of the training rows.",
    "checks.standardise.sign": "the sign is turned round: subtract the mean from X_new, not X_new from the mean.",
    "checks.standardise.min_max": "this moves the training entries to 0 ... 1; standardising takes mean and standard "
    "deviation.",
    "checks.standardise.multiplied": "you multiply by the standard deviation; divide by it, so that the spread is 1.",
    "checks.standardise.scaled_only": "the spread is right, but the mean is still in it; take it off first.",
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
    "checks.nearest_mean.sums": "these are the nearest sums of a class's rows; divide each by the number of its rows.",
    "checks.nearest_mean.one_class_short": "the last class has no mean: classes run from 0 to labels.max(), which is "
    "one more than that.",
    "checks.nearest_mean.too_many_classes": "you count more classes than there are, and those without a row get the "
    "mean nan; stop at labels.max().",
    "checks.nearest_mean.mean_for_each_row": "you make a mean for each label, not for each class, so the position is "
    "no class id; count classes from 0.",
    "checks.nearest_mean.no_half": "the bias is twice what it should be: from each product subtract half of |mean|^2.",
    "checks.nearest_mean.median": "these are medians; take the mean of each class's rows.",
    "checks.nearest_mean.not_stacked": "a list of rows is no table yet; torch.stack(rows) makes one of it.",
    "checks.nearest_mean.city_block": "you add the absolute differences; the distance here is the root of the added "
    "squares.",
    "checks.nearest_mean.mean_distance": "this is the mean distance to a class's rows; take the mean row first, then "
    "one distance to it.",
    "checks.nearest_mean.per_class": "this is the nearest new row of each class; turn it round: the nearest mean of "
    "each new row.",
    "checks.nearest_mean.wrong_mean": "the mean of a class is a row, one number for each feature: mean over its "
    "examples, dim=0.",
    "checks.nearest_mean.counted_from_one": "every id is one too large; class ids count from 0, as argmin does.",
    "checks.nearest_mean.class_sizes": "a class with many rows is favoured here; the nearest mean wins, however many "
    "rows it is made of.",
    "checks.leaked.every_pair": "this counts pairs: a new row with two copies in X_train counts twice; each new row "
    "counts once.",
    "checks.leaked.training_rows": "this counts rows of X_train; count the rows of X_new that occur there.",
    "checks.leaked.distinct_rows": "a row that X_new holds twice is counted once; both of them have leaked.",
    "checks.leaked.any_entry": "one equal entry is enough here; a leaked row is equal in all its entries.",
    "checks.leaked.share": "this is a share of the rows of X_new; the question asks how many.",
    "checks.leaked.the_clean_ones": "these are the rows that have not leaked; count the others.",
    "checks.leaked.same_place": "this compares rows at the same place; a copy may stand anywhere in X_train.",
    "checks.leaked.each_row": "this is a number for each row of X_new; add up the rows that have leaked.",
    "checks.leaked.found_rows": "the right rows are marked; the answer is how many they are: count them with .sum().",
    "checks.leaked.entries": "this counts entries that occur somewhere in X_train; compare whole rows.",
    "checks.leaked.entries_anywhere": "each entry occurs somewhere in X_train, not in one row of it; compare whole "
    "rows.",
    "checks.leaked.by_identity": "0 for every input: compare one row with one row, in all entries; tensors in a set or "
    "tuple never match, their tolist() does.",
    "checks.leaked.repeats": "this also counts what is stored twice within one of the two; count the rows of X_new "
    "that X_train holds.",
    "checks.leaked.nearly_equal": "rows that are only alike count here too (a tolerance, rounding, a mask); a leaked "
    "row is equal in every entry, to the last bit.",
    "checks.mse_on_one_hot.no_half": "twice the expected loss; the convention has a factor 1/2, so that the slope is "
    "score minus target.",
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
    "checks.mse_on_one_hot.per_example": "one number for each example; the batch gets their mean.",
    "checks.mse_on_one_hot.over_examples": "you add over the examples (dim=0) and average over the classes; it is the "
    "other way round (dim=1, then the mean).",
    "checks.mse_on_one_hot.not_squared": "without a square, errors up and down cancel; square each difference before "
    "you add.",
    "checks.mse_on_one_hot.columns": "your one-hot rows have another width than the scores; the number of classes is "
    "scores.shape[1].",
    "checks.mse_on_one_hot.cross_entropy": "this is cross-entropy, the loss of lesson 6; here each score is compared "
    "with its 0 or 1.",
    "checks.mse_gradient.not_divided": "right for the sum over the examples; the loss is their mean.",
    "checks.mse_gradient.sign": "this points downhill; the gradient points to where the loss grows: a score above "
    "its target has a positive slope.",
    "checks.mse_gradient.factor_two": "there is a 2 too many; the factor 1/2 in the loss cancels the 2 that comes "
    "down from the square.",
    "checks.mse_gradient.divided_by_classes": "you divide by the number of classes; the loss adds over the classes "
    "and averages over the examples only.",
    "checks.mse_gradient.softmax_first": "you turn the scores into probabilities first (that is the gradient of "
    "another loss); here the raw scores are compared with the labels.",
    "checks.mse_gradient.true_class_only": "you move the true class's score alone; every score is pushed to its "
    "target, the others to 0.",
    "checks.mse_gradient.averaged_away": "the gradient has one entry for each score, the shape of the scores; divide "
    "by n, and average nothing away.",
    "checks.mse_gradient.mean_by_dim": "dim=0 folds all examples into one row; each example keeps its own row, "
    "divided by len(scores).",
    "checks.mse_gradient.columns_of_all": "[:, labels] takes 1 off the columns of all labels, in every row; "
    "[torch.arange(len(labels)), labels] gives each row its own label.",
    "checks.mse_gradient.squared": "you square the difference; the square is the loss, and its slope is the "
    "difference itself.",
    "checks.mse_gradient.labels_as_numbers": "you subtract the class number from the scores; turn the labels into "
    "one-hot rows first.",
    "checks.mse_gradient.the_loss": "this is the loss, one number; its gradient has an entry for each score.",
    "checks.mse_gradient.columns": "your one-hot rows have another width than the scores; the number of classes is "
    "scores.shape[1].",
    "checks.mse_gradient.autograd": "autograd was not told to follow these scores, and is not needed: write the slope "
    "of one score down first.",
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
    "checks.largest_learning_rate.covariance": "a covariance takes the mean off, which makes zeros of a column "
    "of ones; put the ones beside X as it is, then X.T @ X / len(X).",
    "checks.largest_learning_rate.smallest": "you use the smallest eigenvalue; the steepest direction diverges first.",
    "checks.largest_learning_rate.upside_down": "upside down: the limit is 2 divided by the largest eigenvalue, not "
    "the other way round.",
    "checks.largest_learning_rate.all_directions": "this is one limit for each direction; descent diverges as soon as "
    "the smallest of them is passed.",
    "checks.largest_learning_rate.trace": "you add or average the eigenvalues; the steepest direction alone, the "
    "largest eigenvalue, sets the limit.",
    "checks.largest_learning_rate.ones_shape": "the ones do not fit beside X; they are a column of shape (n, 1), "
    "joined with dim=1.",
    "checks.largest_learning_rate.ones_row": "a row of ones is one more example; the intercept is a feature, so the "
    "ones are a column.",
    "checks.largest_learning_rate.divided_by_features": "you divide X'X by the number of features; the mean of the "
    "loss is over the examples, len(X).",
    "checks.largest_learning_rate.n_minus_one": "you divide by n - 1; the loss is a plain mean over the n examples.",
    "checks.largest_learning_rate.square": "only a square matrix has eigenvalues, and the one that counts is X.T @ X "
    "/ n, with the column of ones in X.",
    "checks.largest_learning_rate.complex": "eigvals returns complex numbers, which have no largest; this matrix is "
    "symmetric, so eigvalsh will do.",
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
    "checks.stable_softmax.naive": "right for small scores; for large ones exp overflows or vanishes, or a patch "
    "changes them: take off each row's largest score first.",
    "checks.stable_softmax.not_the_largest": "what you take off need not be the row's largest score, so exp can "
    "overflow or vanish; take off amax(dim=1, keepdim=True).",
    "checks.stable_softmax.whole_batch": "you take off the largest score of the whole batch; a row far below it "
    "vanishes. Take each row's own.",
    "checks.stable_softmax.over_examples": "your columns sum to 1; examples go down, so add along a row (dim=1).",
    "checks.stable_softmax.over_everything": "the whole table sums to 1; each row has its own sum (dim=1, "
    "keepdim=True).",
    "checks.stable_softmax.no_exp": "you share out the scores themselves; take exp of them first, which makes every "
    "share positive.",
    "checks.stable_softmax.sigmoid": "a sigmoid looks at one score at a time; here the classes compete, and each row "
    "sums to 1.",
    "checks.stable_softmax.logarithm": "these are the logarithms of the probabilities; leave out the log.",
    "checks.stable_softmax.keepdim": "the sum or the largest score of each row has lost its axis; with keepdim=True "
    "it is a column beside the scores.",
    "checks.stable_softmax.patched": "a patch (eps, clamp, nan_to_num) hides the overflow and leaves wrong numbers; "
    "take off each row's largest score.",
    "checks.stable_softmax.other_function": "only exp gives shares that no shift of the scores moves; squares, sizes "
    "or a cut at zero do not.",
    "checks.stable_softmax.other_base": "the powers have another base than e; exp is what softmax takes.",
    "checks.stable_softmax.sign": "the signs are turned round: the largest score gets the smallest share.",
    "checks.stable_softmax.hard": "this is arg max, 1 for the largest score and 0 for the rest; softmax is its soft "
    "version.",
    "checks.stable_softmax.not_shared": "these are the exps; divide each row by its sum, so that it sums to 1.",
    "checks.stable_softmax.percent": "these are percent; probabilities sum to 1.",
    "checks.log_sum_exp.naive": "right for small scores; for large ones exp overflows or vanishes, or a patch changes "
    "them: take off each row's largest score first.",
    "checks.log_sum_exp.not_the_largest": "what you take off and add back need not be the row's largest score, so exp "
    "can overflow or vanish; take amax(dim=1).",
    "checks.log_sum_exp.not_added_back": "a common shift of the scores shifts LSE as well; add back what you took off.",
    "checks.log_sum_exp.largest_alone": "this is the largest score; LSE lies above it, by up to log K.",
    "checks.log_sum_exp.mean_of_exps": "you average the exps; add them. The answer is log K too small.",
    "checks.log_sum_exp.undone_too_early": "log does not undo exp term by term: the log of a sum is not the sum of "
    "the logs.",
    "checks.log_sum_exp.whole_batch": "you take off the largest score of the whole batch; a row far below it "
    "vanishes. Take each row's own.",
    "checks.log_sum_exp.keepdim": "the largest score of each row has lost its axis; take it off as a column: "
    "largest[:, None].",
    "checks.log_sum_exp.pair": "scores.max(dim=1) gives a pair, values and indices; take .values, or use amax.",
    "checks.log_sum_exp.grid": "a column plus a flat row makes a table of all pairs; give both the same shape, (n,), "
    "before you add.",
    "checks.log_sum_exp.softmax": "this has one number for each class; LSE is the soft maximum, one number for each "
    "row.",
    "checks.log_sum_exp.over_examples": "you add over the examples; examples go down, so add along a row (dim=1).",
    "checks.log_sum_exp.over_everything": "one number for the whole table; each row has its own (dim=1).",
    "checks.log_sum_exp.no_log": "these are the sums of the exps; their logarithm is missing.",
    "checks.log_sum_exp.other_base": "log is the natural logarithm, which undoes exp; log2 and log10 do not.",
    "checks.log_sum_exp.added_once_too_often": "the largest score is in there twice; take it off inside exp, then add "
    "it once.",
    "checks.scores_for_votes.shares": "these are votes or shares, not scores: softmax would take exp of them. What "
    "undoes exp?",
    "checks.scores_for_votes.not_centred": "softmax gives the shares, but the scores do not sum to 0; use the free "
    "shift.",
    "checks.scores_for_votes.odds": "log(share / (1 - share)) undoes a sigmoid; softmax is undone by the logarithm of "
    "the share alone.",
    "checks.scores_for_votes.other_base": "another base is another temperature; exp is undone by the natural "
    "logarithm.",
    "checks.scores_for_votes.wrong_way": "exp and softmax go from scores to shares; here you need the way back.",
    "checks.scores_for_votes.row_mean": "take off the mean of each row's own logs, as a column: .mean(dim=1, "
    "keepdim=True); no sum, no mean of the whole table.",
    "checks.scores_for_votes.share_sum": "each row has a total of its own, as a column: .sum(dim=1, keepdim=True).",
    "checks.scores_for_votes.sign": "the sign is turned round: the class with most votes gets the lowest score.",
    "checks.scores_for_votes.plus_one": "something is added before the logarithm; no count is 0, so nothing has to "
    "be, and it changes the shares.",
    "checks.scores_for_votes.standardised": "dividing by the spread is another temperature, so softmax gives other "
    "shares; take off the mean alone.",
    "checks.temperature_for.inverse": "this is 1 / T; the scores are divided by T, not multiplied by it.",
    "checks.temperature_for.two_classes": "right for two classes; with more, the other classes take their share too, "
    "and no formula is left.",
    "checks.temperature_for.top_score": "you use the top score; a shift moves it and leaves softmax alone: the lead "
    "counts, and more classes need a search.",
    "checks.temperature_for.no_log": "for two classes the lead over T is the log of the odds p / (1 - p), with both "
    "the log and the odds; more need a search.",
    "checks.temperature_for.rest_at_one": "you add up the rivals at temperature 1; their exps change with T as well, "
    "so search for T.",
    "checks.temperature_for.wrong_half": "your search always runs to one end of the range: follow each row's largest "
    "probability, and where it is too large, raise T.",
    "checks.temperature_for.odds_upside_down": "the odds are upside down: p / (1 - p); and with more than two classes "
    "a search is needed.",
    "checks.temperature_for.smallest_probability": "what you follow (the smallest probability, a mean) never gets that "
    "large; amax(dim=1) gives the largest of each row.",
    "checks.temperature_for.first_class": "you follow the first class; the largest probability of each row is asked "
    "for.",
    "checks.temperature_for.naive": "right for small scores / T; exp of a large one overflows, and nan is never too "
    "sure: use losses.softmax.",
    "checks.temperature_for.one_for_all": "this is one temperature for the whole batch; each row reaches the "
    "confidence at a temperature of its own.",
    "checks.temperature_for.stopped_early": "the search stops too early: the range is still too wide; more rounds, or "
    "the middle sqrt(low * high).",
    "checks.temperature_for.coarse_grid": "near, but not to a thousandth of T for every T from 0.001 to 100,000; halve "
    "that whole range instead of trying a grid.",
    "checks.temperature_for.keepdim": "one temperature for each row has to stand beside the scores as a column: "
    "scores / T[:, None].",
    "checks.temperature_for.one_if_for_all": "if, and the temperature of losses.softmax, take one number for all "
    "rows; use torch.where and scores / T[:, None].",
    "checks.huber.no_half": "twice the loss near zero; the parabola has a factor 1/2, so that its slope is the error.",
    "checks.huber.not_joined": "the line does not meet the parabola at delta; what has to be taken off delta * |e|?",
    "checks.huber.divided_by_delta": "this is torch's smooth_l1_loss, the Huber loss divided by delta.",
    "checks.huber.delta_is_one": "the line ignores delta: its slope should be delta, and it should begin there.",
    "checks.huber.swapped": "the pieces are swapped: the parabola belongs inside delta, the line outside.",
    "checks.huber.signed_test": "you compare the error itself with delta; a very negative error is large too: use its "
    "size.",
    "checks.huber.signed_line": "your line uses the error itself and falls below 0 for very negative ones; use its "
    "size there as well.",
    "checks.huber.parabola_only": "this is half the squared error everywhere; beyond delta the loss is a line.",
    "checks.huber.line_only": "this is the line everywhere, below 0 near zero; inside delta the loss is the parabola.",
    "checks.huber.one_truth": "if, min and max of Python take one True or False; torch.where and torch.clamp decide "
    "for each error.",
    "checks.huber.row_by_row": "your loop takes a row of error for one number; error may have any shape: torch.where "
    "takes it whole.",
    "checks.huber.absolute": "this is the absolute error; within delta the loss is a parabola.",
    "checks.huber.capped": "your loss stands still beyond delta; Huber's goes on growing, in a straight line.",
    "checks.huber.mean": "this is one number for all errors; return one loss for each, in the shape of error.",
    "checks.huber.slope": "this is the slope of the Huber loss; return the loss itself.",
    "checks.huber.smooth": "this is a smooth relative (pseudo-Huber); Huber's is a parabola up to delta and a "
    "straight line beyond.",
    "checks.huber_slope.not_cut": "this is the slope of half the squared error; beyond delta it grows no more.",
    "checks.huber_slope.cut_above_only": "you cut large errors at delta, but very negative ones not at -delta.",
    "checks.huber_slope.cut_below_only": "you cut very negative errors at -delta, but large ones not at delta.",
    "checks.huber_slope.negative_lost": "negative errors get a slope of 0; theirs is the error too, down to -delta.",
    "checks.huber_slope.sign_only": "beyond delta the line rises by delta for each unit, not by 1.",
    "checks.huber_slope.absolute": "this is the slope of absolute error, equally steep everywhere; inside delta the "
    "slope is the error itself.",
    "checks.huber_slope.no_sign": "the push has lost its direction; a negative error has a negative slope.",
    "checks.huber_slope.delta_is_one": "you cut at 1; cut at delta.",
    "checks.huber_slope.divided_by_delta": "this is the slope of torch's smooth_l1_loss, divided by delta.",
    "checks.huber_slope.zero_outside": "you let go of errors beyond delta; Huber still pushes there, with delta.",
    "checks.huber_slope.downhill": "this points downhill; the slope is positive where the loss grows with the error.",
    "checks.huber_slope.doubled": "inside delta this is the slope of e^2; the loss there is e^2 / 2.",
    "checks.huber_slope.halved": "inside delta the loss is e^2 / 2; its slope is e, not e / 2.",
    "checks.huber_slope.mean": "you average over the errors; each has a slope of its own.",
    "checks.huber_slope.the_loss": "this is the Huber loss; return its slope.",
    "checks.huber_slope.one_truth": "if, min and max of Python take one True or False; torch.where or clamp deals "
    "with each error.",
    "checks.huber_slope.row_by_row": "your loop takes a row of error for one number; error may have any shape: clamp "
    "takes it whole.",
    "checks.huber_slope.zero_over_zero": "right but where the error is exactly 0: an error over its own size is 0 / 0 "
    "there, which is nan; error.sign() is 0.",
    "checks.huber_slope.smooth": "this bends smoothly towards delta; Huber's slope is exactly the error up to delta, "
    "and delta beyond.",
    "checks.median_interval.midpoint": "both ends are the midpoint; with an even number of points, the ends differ.",
    "checks.median_interval.one_end": "this is one number for each row; return two, the lower and the upper end.",
    "checks.median_interval.lower_only": "both ends are torch's median, the lower one; find the upper end too.",
    "checks.median_interval.upper_only": "both ends are the upper one; with an even number of points, the lower end "
    "differs.",
    "checks.median_interval.unsorted": "you take the two middle places without sorting the points first.",
    "checks.median_interval.sorted_down": "you sort down the columns; sort the points of each row: dim=1.",
    "checks.median_interval.sort_pair": "points.sort(dim=1) is a pair, values and indices; take its .values first.",
    "checks.median_interval.duplicates_dropped": "equal points count once each; do not drop them (set, unique).",
    "checks.median_interval.mean": "the mean is the best constant of squared error; how many points lie on each side?",
    "checks.median_interval.whole_range": "these are the smallest and largest point; only part of that range is best.",
    "checks.median_interval.quartiles": "a quarter of the points lies below the one and above the other; the best "
    "constants lie in the middle.",
    "checks.median_interval.always_two": "right for an even number of points; an odd number has one middle, twice.",
    "checks.median_interval.too_high": "one place too high; places are counted from 0.",
    "checks.median_interval.two_rows": "the ends should stand beside each other, (n_rows, 2): torch.stack(..., dim=1).",
    "checks.median_interval.turned": "the two ends have changed places; the lower one comes first.",
    "checks.median_interval.places": "these are places in the row, from argsort; return the points that stand there.",
    "checks.delta_for_the_mean.last_gap": "this is how far the 100 lies from the 4; measure it from the constant, 22.",
    "checks.delta_for_the_mean.from_median": "this is how far the 100 lies from the median; measure it from 22.",
    "checks.delta_for_the_mean.from_clean_mean": "this is how far the 100 lies from the mean of the other four; "
    "measure it from 22.",
    "checks.delta_for_the_mean.largest_near": "with this delta the near points are not cut, but the outlier still is.",
    "checks.delta_for_the_mean.smallest_near": "this is the smallest of the five errors at 22; some of the others are "
    "still cut.",
    "checks.delta_for_the_mean.mean_near": "this is the mean of the four near errors at 22; how large may an error be "
    "that delta must not cut?",
    "checks.delta_for_the_mean.range": "this is the whole range; delta is compared with errors at the constant 22.",
    "checks.delta_for_the_mean.mean_itself": "this is the best constant, not the delta that leads to it.",
    "checks.delta_for_the_mean.outlier": "this is where the outlier lies; delta is compared with its error, measured "
    "from 22.",
    "checks.delta_for_the_mean.of_the_lab": "the lab's preset is a little more than needed; work out where it begins.",
    "checks.delta_for_the_mean.sign": "delta is a size and above 0.",
    "checks.delta_for_the_mean.infinite": "large enough is not infinite: some delta already cuts none of the five "
    "errors at 22.",
    "checks.margin_loss.true_class_counted": "you count the true class as a rival of itself: it leads itself by 0 and "
    "so adds the whole margin.",
    "checks.margin_loss.sum_over_examples": "you add over the examples; take their mean, so that the loss does not "
    "grow with their number.",
    "checks.margin_loss.columns_of_all": "[:, labels] takes the columns of all labels in every row; "
    "[torch.arange(len(labels)), labels] pairs each row with its own label.",
    "checks.margin_loss.mean_over_classes": "you divide by the number of classes or rivals (as torch does); add over "
    "the rivals, then average over the examples.",
    "checks.margin_loss.worst_only": "you count the worst rival alone; this exercise adds up every rival inside the "
    "margin.",
    "checks.margin_loss.worst_of_all": "you take the largest over all classes, the true one too, which lacks the "
    "whole margin; leave it out and add up the rivals.",
    "checks.margin_loss.not_cut": "a lead beyond the margin earns a discount here; cut what is lacking off at 0 "
    "before you add.",
    "checks.margin_loss.sign": "the lead has the wrong sign: it is the true score minus the rival's.",
    "checks.margin_loss.no_margin": "you ask for a tie only; the true class has to lead by the margin.",
    "checks.margin_loss.fixed_margin": "your margin is always 1; use the argument margin.",
    "checks.margin_loss.squared": "you square what is lacking; this loss adds it as it is.",
    "checks.margin_loss.per_example": "one number for each example; the batch gets their mean.",
    "checks.margin_loss.true_scores": "the true scores do not stand beside the others; take a column, "
    "scores.gather(1, labels[:, None]), of shape (n, 1).",
    "checks.margin_loss.backwards": "you charge the lead beyond the margin; charge what is missing: margin - lead, "
    "cut off at 0.",
    "checks.margin_loss.true_score_alone": "you compare the true score itself with the margin; what counts is its "
    "lead over each rival.",
    "checks.margin_loss.one_against_rest": "you hold each score by itself against the margin; what counts is the "
    "lead, the true score minus the rival's.",
    "checks.margin_loss.max_of_two": "this max takes two tensors, or two numbers; .relu() or .clamp(min=0) cuts a "
    "whole table off at 0.",
    "checks.margin_loss.only_when_wrong": "a rival that is behind, but by less than the margin, costs something too.",
    "checks.margin_loss.counted": "you count the rivals inside the margin; add up how much of the margin each of them "
    "lacks.",
    "checks.margin_gradient.not_divided": "right for the sum over the examples; the loss is their mean.",
    "checks.margin_gradient.sign": "this points downhill; the gradient points to where the loss grows: up for a rival "
    "inside the margin.",
    "checks.margin_gradient.columns_of_all": "[:, labels] takes the columns of all labels in every row; "
    "[torch.arange(len(labels)), labels] pairs each row with its own label.",
    "checks.margin_gradient.true_class_once": "the true class gets -1 here, however many rivals are inside the margin; "
    "its slope is minus their number.",
    "checks.margin_gradient.true_class_missing": "the true class does not move here; a higher true score lowers the "
    "loss once for each rival inside the margin.",
    "checks.margin_gradient.size_of_shortfall": "you use how much is lacking; the slope is 1 for a rival inside the "
    "margin, however far inside.",
    "checks.margin_gradient.only_when_wrong": "you push only rivals that are ahead; a rival that is behind by less "
    "than the margin counts too.",
    "checks.margin_gradient.worst_only": "you push the worst rival alone; every rival inside the margin has a slope "
    "of 1.",
    "checks.margin_gradient.margin_ignored": "your margin is always 1; use the argument margin.",
    "checks.margin_gradient.the_loss": "this is the loss, one number; its gradient has an entry for each score.",
    "checks.margin_gradient.autograd": "autograd was not told to follow these scores, and is not needed: count the "
    "rivals inside the margin.",
    "checks.margin_gradient.divided_by_classes": "you divide by the number of classes (as torch does); the loss adds "
    "over the rivals and averages over the examples.",
    "checks.margin_gradient.true_scores": "the true scores do not stand beside the others; take a column, "
    "scores.gather(1, labels[:, None]), of shape (n, 1).",
    "checks.margin_gradient.true_class_counted": "you count the true class as a rival of itself; its lead over itself "
    "is 0, so leave it out.",
    "checks.margin_gradient.all_rivals": "the true class pays for every rival here; only those inside the margin "
    "count.",
    "checks.margin_gradient.outside": "you push the rivals that are beaten by more than the margin; those inside it "
    "are the ones that cost.",
    "checks.margin_gradient.other_loss": "this is the gradient of another loss; here a rival inside the margin has "
    "slope 1, however far inside.",
    "checks.missing_lead.transposed": "you read the table the wrong way: the row is the true class, the column the "
    "rival.",
    "checks.missing_lead.added_up": "you add over the rivals; raising the true score raises every lead at once, so "
    "one rival decides.",
    "checks.missing_lead.diagonal": "the diagonal of the table means nothing; leave the true class out.",
    "checks.missing_lead.negative": "some answers are negative; an example with enough lead everywhere is missing "
    "nothing: 0.",
    "checks.missing_lead.highest_rival": "you look at the rival with the highest score; one with a lower score may be "
    "owed a larger lead.",
    "checks.missing_lead.no_table": "you ask for a tie only; each rival is owed the lead in the table.",
    "checks.missing_lead.no_leads": "these are the leads asked for; take off the leads the example already has: true "
    "score minus rival's.",
    "checks.missing_lead.whole_table": "you compare with the table as it stands; costs[labels] gives each example the "
    "row of its true class.",
    "checks.missing_lead.true_scores": "the true scores do not stand beside the others; take a column, "
    "scores.gather(1, labels[:, None]), of shape (n, 1).",
    "checks.missing_lead.columns_of_all": "[:, labels] takes the columns of all labels in every row; "
    "[torch.arange(len(labels)), labels] pairs each row with its own label.",
    "checks.missing_lead.averaged": "one number for the batch; each example has an answer of its own.",
    "checks.missing_lead.sign": "the lead has the wrong sign: it is the true score minus the rival's.",
    "checks.missing_lead.smallest": "this is the smallest shortfall; the loss is zero only when the largest one is "
    "gone.",
    "checks.missing_lead.largest_entry": "you ask the row's largest margin of every rival; each rival has an entry of "
    "its own.",
    "checks.missing_lead.margin_of_one": "you ask for a lead of 1 everywhere; each rival has an entry of its own in "
    "costs.",
    "checks.missing_lead.max_of_two": "this max takes two tensors, or two numbers; .relu() or .clamp(min=0) cuts a "
    "whole table off at 0.",
    "checks.missing_lead.which_rival": "argmax says which rival is worst; amax says by how much.",
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
    "checks.ce_gradient.divided_by_classes": "you divide by the classes; the mean is over the examples alone.",
    "checks.ce_gradient.no_label": "these are the probabilities; what is true has still to be taken off.",
    "checks.ce_gradient.raw_scores": "this is MSE's gradient, its twin; put the probabilities where the scores stand.",
    "checks.ce_gradient.log_p": "you take the label off log p; it is taken off p itself.",
    "checks.ce_gradient.sigmoid": "sigmoid reads each score alone; softmax reads a row, whose probabilities sum to 1.",
    "checks.ce_gradient.naive_softmax": "right for small scores; large ones overflow in exp, or a clip changes them: "
    "use losses.softmax on the scores as they are.",
    "checks.ce_gradient.keepdim": "a maximum or sum of shape (n,) meets scores (n, K), and the axis it lost is "
    "missing: keepdim=True keeps it.",
    "checks.ce_gradient.id_not_one_hot": "you take the class id off as a number; take its one-hot row off: "
    "losses.one_hot.",
    "checks.ce_gradient.ones_everywhere": "you take 1 off every class; only the labelled class has a 1 to take off.",
    "checks.ce_gradient.columns_of_all": "[:, labels] takes 1 off the columns of all labels, in every row; "
    "[torch.arange(len(labels)), labels] gives each row its own label.",
    "checks.ce_gradient.too_few_columns": "one_hot guesses the number of classes from the labels; tell it: "
    "scores.shape[1].",
    "checks.ce_gradient.true_class_only": "only the true class moves; each rival is pushed down by its probability.",
    "checks.ce_gradient.rivals_only": "the true class stands still; its slope is its probability minus 1.",
    "checks.ce_gradient.by_probabilities": "this is the slope for the probabilities, the first half of the chain "
    "rule; multiply by softmax's slopes.",
    "checks.ce_gradient.columns": "your softmax runs down the examples; each row has to sum to 1: dim=1.",
    "checks.ce_gradient.averaged": "you add up or average over the examples; each of them keeps a row of its own.",
    "checks.ce_gradient.the_loss": "this is the loss; return its slope for each score, (n_examples, n_classes).",
    "checks.weights_gradient.bias_over_everything": "your bias row is 0: it sums over everything, or a column of 0 "
    "stands for it; sum down the examples, one sum for each class.",
    "checks.weights_gradient.not_divided": "right for the sum over the examples; the loss is their mean, so divide by "
    "n.",
    "checks.weights_gradient.sign": "every entry has the wrong sign; the gradient points uphill: said minus true.",
    "checks.weights_gradient.divided_by_classes": "you divide by the number of classes; the mean is over the n "
    "examples alone.",
    "checks.weights_gradient.divided_by_features": "you divide by the number of features; the mean is over the n "
    "examples alone.",
    "checks.weights_gradient.bias_divided_twice": "the bias row is divided by n twice; it is the column sum of (P - "
    "Y) / n.",
    "checks.weights_gradient.bias_not_divided": "the weights are right, the bias row is n times too large.",
    "checks.weights_gradient.weights_not_divided": "the bias row is right, the weights are n times too large.",
    "checks.weights_gradient.bias_missing": "these are the weights alone; the last row is that of the bias.",
    "checks.weights_gradient.bias_first": "the bias row is the first; the exercise wants it last.",
    "checks.weights_gradient.bias_across": "your bias row sums across the classes; sum down the examples, dim=0, one "
    "sum for each class.",
    "checks.weights_gradient.bias_no_row": "the bias sums have shape (K,); torch.cat wants a row, (1, K): "
    "keepdim=True.",
    "checks.weights_gradient.bias_one_number": "your bias is one sum over everything; each class has its own: "
    "sum(dim=0, keepdim=True).",
    "checks.weights_gradient.no_label": "the labels are missing; the difference P - Y flows back, not P.",
    "checks.weights_gradient.raw_scores": "this is MSE's gradient; put softmax of the scores where the scores stand.",
    "checks.weights_gradient.columns": "your softmax runs down the examples; each row has to sum to 1: dim=1.",
    "checks.weights_gradient.not_turned": "X is (n, d) and P - Y is (n, K): turn X round, X.T @ ..., so that the "
    "examples are added up.",
    "checks.weights_gradient.transposed": "rows and columns are swapped; features go down and classes across.",
    "checks.weights_gradient.two_tables": "weights and bias come as two answers; make one table, the bias as its last "
    "row: torch.cat([W_rows, b_row]).",
    "checks.curvature.diagonal_only": "this is diag(p) times the direction; the part - p p^T is still missing.",
    "checks.curvature.own_entries": "these are the diagonal entries p (1 - p) alone; the classes push on each other "
    "too.",
    "checks.curvature.outer_only": "this is the part - p p^T alone; diag(p) times the direction is still missing.",
    "checks.curvature.plain_mean": "you take off the plain mean of the direction; weigh it by the probabilities.",
    "checks.curvature.weighed_mean_divided": "p . v is a sum, not divided by the number of classes: the probabilities "
    "are the weights.",
    "checks.curvature.no_first_factor": "the factor p in front is missing: p times (direction minus its mean).",
    "checks.curvature.no_second_factor": "p . v is taken off bare; the second part is p times (p . v).",
    "checks.curvature.keepdim": "the sum over the classes has shape (n,) and lost an axis; keepdim=True keeps it.",
    "checks.curvature.down_the_examples": "your p . v adds up the examples; add along the classes: sum(dim=1, "
    "keepdim=True).",
    "checks.curvature.whole_batch": "your p . v adds up all examples; each row has its own: sum(dim=1, keepdim=True).",
    "checks.curvature.sign": "the sign is turned round; a covariance curves upwards.",
    "checks.curvature.added": "diag(p) and p p^T are added here; the second is taken off.",
    "checks.curvature.quadratic_form": "you multiply by the direction twice; once gives a row for each example.",
    "checks.curvature.gradient": "this is p minus the direction, like a gradient; multiply the table by the direction.",
    "checks.curvature.raw_scores": "the scores stand where the probabilities should; take softmax of them first.",
    "checks.curvature.naive_softmax": "right for small scores; large ones overflow in exp, or a clip changes them: "
    "use losses.softmax on the scores as they are.",
    "checks.curvature.columns": "your softmax runs down the examples; each row has to sum to 1: dim=1.",
    "checks.curvature.divided_by_examples": "right but for a division by the number of examples; each row has its own "
    "product, no mean is taken.",
    "checks.curvature.sum_not_weighed": "you add up the direction alone; p . v weighs each entry first: (p * "
    "v).sum(dim=1, keepdim=True).",
    "checks.curvature.not_exact": "near, but not equal: a numerical difference or rounding is not exact; use the "
    "formula p * (v - p . v).",
    "checks.escape_steps.cross_entropy": "that is cross-entropy's count; half squared error pushes with p (1 - p)^2.",
    "checks.escape_steps.brier": "that is Brier's count, four times as quick as half squared error.",
    "checks.escape_steps.two_scores": "that is the count with two scores; with one, the lead moves half as far.",
    "checks.escape_steps.no_sigmoid_slope": "you push with (1 - p)^2; the slope of the error is 1 - p, that of the "
    "sigmoid p (1 - p).",
    "checks.escape_steps.only_sigmoid_slope": "you push with p (1 - p), the slope of the sigmoid; multiply by the "
    "error, 1 - p.",
    "checks.escape_steps.from_minus_8": "that is the count from -8; start at -10.",
    "checks.escape_steps.one_off": "one off: count the updates made until the lead is 0 or more.",
    "checks.escape_steps.guessed": "a good guess, 3,011 times e^2; now count the steps.",
    "checks.escape_steps.straight_line": "you scale with the lead; each unit further down costs more steps than the "
    "last one. Count them.",
    "checks.escape_steps.capped": "that is where the lab gives up; count on until the lead is 0 or more.",
    "checks.cross_entropy.naive": "right until scores get large: exp overflows, p rounds to 0, or a clip cuts; take "
    "off each row's largest score, never take the log of a p.",
    "checks.cross_entropy.eps": "an eps in the logarithm, or a clamp, caps what a wrong answer costs, with gradient 0 "
    "beyond; use log-sum-exp minus the true score.",
    "checks.cross_entropy.shift_one_side": "the largest score is taken off in one of the two terms only; take it off "
    "in both, or add it back to the logarithm.",
    "checks.cross_entropy.keepdim": "a maximum or sum of shape (n,) meets scores (n, K), and the axis it lost is "
    "missing: keepdim=True keeps it.",
    "checks.cross_entropy.per_example": "this is one loss for each example; return their mean.",
    "checks.cross_entropy.sum_over_examples": "you add over the examples; take their mean.",
    "checks.cross_entropy.sign": "the sign is turned: surprise is minus the logarithm, and never negative.",
    "checks.cross_entropy.bits": "this is in bits (logarithm to base 2); nats take the natural logarithm.",
    "checks.cross_entropy.over_examples": "your softmax runs over the examples; the probabilities of one example, "
    "along dim=1, should sum to 1.",
    "checks.cross_entropy.softmax_twice": "softmax is applied twice: a loss that takes scores applies it by itself.",
    "checks.cross_entropy.all_pairs": "[:, labels] takes every label's column in every row; pair each row with its "
    "own label: [torch.arange(n), labels].",
    "checks.cross_entropy.label_picks_row": "[labels] picks whole rows; the label is a column: [torch.arange(n), "
    "labels].",
    "checks.cross_entropy.every_class": "you add -log p over all classes; only the labelled class has happened.",
    "checks.cross_entropy.mean_over_classes": "you average over the classes too; each example has one surprise.",
    "checks.cross_entropy.log_of_mean": "this is the logarithm of the mean probability; take the logarithm of each "
    "first, then the mean.",
    "checks.cross_entropy.no_log": "this is a probability, or 1 minus it, without a logarithm; the price is -log p of "
    "the labelled class.",
    "checks.cross_entropy.binary": "this asks a yes-or-no question of every class; only -log p of the "
    "labelled class counts.",
    "checks.cross_entropy.brier": "this is the Brier loss, squared error of the probabilities; the price here is "
    "-log p.",
    "checks.cross_entropy.no_log_sum_exp": "these are the scores alone, without softmax: log-sum-exp of each row is "
    "missing.",
    "checks.cross_entropy.no_label": "this is log-sum-exp alone; take the score of the labelled class away.",
    "checks.cross_entropy.favourite": "this is the surprise of the most probable class; the label says which class "
    "has happened.",
    "checks.entropy_in_bits.zeros": "right where no share is 0; a class with share 0 should add nothing, and 0 * log 0 "
    "is nan or an error.",
    "checks.entropy_in_bits.nats": "this is in nats; bits take the logarithm to base 2.",
    "checks.entropy_in_bits.base_10": "this takes the logarithm to base 10; bits take base 2.",
    "checks.entropy_in_bits.sign": "the sign is turned: entropy is never negative.",
    "checks.entropy_in_bits.wrong_way": "you multiply by log 2 where you should divide: 1 nat is 1.4427 bits.",
    "checks.entropy_in_bits.mean": "you average over the classes; the shares themselves are the weights, so add.",
    "checks.entropy_in_bits.not_weighted": "each surprise should count as often as it happens: weight it with the "
    "share.",
    "checks.entropy_in_bits.each_class": "this is what each class adds; return the sum, one number.",
    "checks.entropy_in_bits.no_rows": "the shares are one distribution, without rows or dim=1: take the sum of all.",
    "checks.entropy_in_bits.perplexity": "this is a power of the entropy, the perplexity; return the entropy itself.",
    "checks.entropy_in_bits.as_scores": "you take softmax of the shares, as if they were scores; they are "
    "probabilities already.",
    "checks.entropy_in_bits.favourite": "this is the surprise of the most common class; take the mean over all, "
    "weighted with the shares.",
    "checks.entropy_in_bits.gini": "this is the Gini impurity, the chance that two draws differ; entropy is the mean "
    "surprise, -log2 of a share.",
    "checks.entropy_in_bits.count_alone": "this is log2 of how many classes there are, the entropy of equal shares; "
    "weigh the surprise of each class.",
    "checks.kl_divergence.zeros": "right where no share is 0; a class with share 0 adds nothing and changes nothing, "
    "and 0 * log 0 is nan or an error.",
    "checks.kl_divergence.swapped": "the two are swapped: weight with the shares, which say how often a class comes "
    "up.",
    "checks.kl_divergence.cross_entropy": "this is the cross-entropy; take the entropy of the shares away.",
    "checks.kl_divergence.sign": "the sign is turned: the divergence is never negative.",
    "checks.kl_divergence.bits": "this is in bits; nats take the natural logarithm.",
    "checks.kl_divergence.entropy_of_p": "you take the entropy of the probabilities away; the floor is the entropy of "
    "the shares.",
    "checks.kl_divergence.entropies": "this is a difference of two entropies; the model's surprise, too, is weighted "
    "with the shares.",
    "checks.kl_divergence.added": "you add the entropy of the shares; take it away.",
    "checks.kl_divergence.mean": "you average over the classes; the shares themselves are the weights, so add.",
    "checks.kl_divergence.not_a_logarithm": "the probabilities enter without a logarithm; torch's kl_div wants their "
    "logarithm as its first argument.",
    "checks.kl_divergence.not_weighted": "each difference of logarithms should count as often as its class comes up: "
    "weight it with the share.",
    "checks.kl_divergence.as_scores": "you take softmax of the probabilities, as if they were scores; they are "
    "probabilities already.",
    "checks.kl_divergence.absolute": "you take the size of each term; some are negative and stay so, only their sum "
    "never is.",
    "checks.kl_divergence.symmetric": "this mixes both directions; the divergence has one, weighted with the shares.",
    "checks.kl_divergence.each_class": "this is what each class adds; return the sum, one number.",
    "checks.kl_divergence.no_rows": "both are one distribution, without rows or dim=1: take the sum of all.",
    "checks.kl_divergence.another_distance": "this is another distance between the two; here each class adds share * "
    "log(share / p).",
    "checks.scores_asked_for.another_order": "the rows are right, in another order: MSE, cross-entropy, worst rival.",
    "checks.scores_asked_for.transposed": "rows and columns are swapped; each loss has a row: torch.stack without "
    "dim=1.",
    "checks.scores_asked_for.log_not_centred": "the row of cross-entropy is right up to a shift; take its mean off, "
    "so that it sums to 0.",
    "checks.scores_asked_for.log_sign": "the row of cross-entropy has the wrong sign: a more common class asks for a "
    "higher score.",
    "checks.scores_asked_for.base_2": "the row of cross-entropy takes the logarithm to base 2; softmax takes powers "
    "of e.",
    "checks.scores_asked_for.probabilities_not_scores": "the row of cross-entropy should hold scores whose softmax "
    "gives the shares; what undoes the exp in it?",
    "checks.scores_asked_for.mse_centred": "MSE sees a common shift of the scores, so its row may not be shifted.",
    "checks.scores_asked_for.mse_one_hot": "MSE is lowest at the mean of all one-hot labels, not at the most common.",
    "checks.scores_asked_for.always_a_lead": "worst rival asks for a lead only if the top class has more than half of "
    "the labels.",
    "checks.scores_asked_for.never_a_lead": "worst rival does ask for a lead of 1 once a class has more than half of "
    "the labels.",
    "checks.scores_asked_for.lead_not_centred": "the row of the worst rival is right up to a shift; take its mean "
    "off, so that it sums to 0.",
    "checks.scores_asked_for.lead_of_two": "the lead in the row of the worst rival is 2; with a margin of 1 it asks "
    "for 1.",
    # --- checks of lesson 09 --------------------------------------------------------------------------------------
    "checks.epoch_loss.mean_of_means": "this is the mean of the means: a short batch weighs as much as a full one.",
    "checks.epoch_loss.sum_of_means": "these are the means added up; a mean has to be weighed by its batch's size.",
    "checks.epoch_loss.means_over_examples": "you add means and divide by examples; first turn each mean into a sum.",
    "checks.epoch_loss.not_divided": "this is the loss of all examples added up; divide by how many they are.",
    "checks.epoch_loss.not_added": "right for each batch; the answer is one number: add the shares of the batches up.",
    "checks.epoch_loss.divided_by_size": "a mean is the sum divided by the size already; times the size it is the sum "
    "again.",
    "checks.epoch_loss.rounded_down": "the answer is rounded down to a whole number: divide with /, and leave int() "
    "out.",
    "checks.epoch_loss.by_batches": "the sum is right; divide it by the number of examples, not of batches.",
    "checks.epoch_loss.equal_batches": "the sum is right; you divide as if every batch were full: add up the sizes.",
    "checks.epoch_loss.last_batch_only": "this is the loss of the last batch alone; the epoch has all of them.",
    "checks.epoch_loss.last_left_out": "the last batch is missing; short or not, its examples count.",
    "checks.training_step.pair": "return two tensors, the new W (d, K) and the new b (K,): return new_W, new_b.",
    "checks.training_step.bias_row": "the new b has shape (1, K), expected (K,): sum down the examples without "
    "keepdim.",
    "checks.training_step.uphill": "the data's part goes uphill; a step goes against the gradient: minus the rate.",
    "checks.training_step.not_divided": "the slopes of the examples are added up; the loss is their mean: divide by n.",
    "checks.training_step.weights_not_divided": "b is right; the slopes of W are added up over the examples: divide "
    "by n.",
    "checks.training_step.bias_not_divided": "W is right; the slopes of b are added up over the examples: divide by n.",
    "checks.training_step.bias_divided_twice": "W is right; the slope of b is divided by n twice: by hand and by a "
    "mean.",
    "checks.training_step.no_decay": "right without the penalty; its slope for W is weight_decay * W.",
    "checks.training_step.bias_decayed": "the bias shrinks too; the penalty spares it.",
    "checks.training_step.decay_without_rate": "the slope of the penalty takes part in the step like any slope: times "
    "the rate.",
    "checks.training_step.decay_doubled": "the half is lost: half of weight_decay * W**2 has slope weight_decay * W.",
    "checks.training_step.decay_halved": "the slope of a square has a factor 2, and it cancels the half.",
    "checks.training_step.decay_grows": "your W grows by the penalty; its slope is taken off, like the other one.",
    "checks.training_step.decay_divided": "you divide the penalty by n as well; it is no mean over the examples, its "
    "slope is weight_decay * W.",
    "checks.training_step.decayed_after": "you shrink W after it has moved; both slopes are taken at the old W.",
    "checks.training_step.one_after_the_other": "you take the second slope after the first step; take both at the old "
    "W and b, then move.",
    "checks.training_step.bias_over_everything": "your b stays where it was: it is returned unchanged, or its slopes "
    "are summed over everything, which is 0: sum down the examples.",
    "checks.training_step.bias_along_classes": "b sums along the classes, one 0 for each example: sum down, dim=0.",
    "checks.training_step.not_transposed": "the slopes of W are X.T @ difference, (d, n) @ (n, K): the T is missing.",
    "checks.training_step.slope_turned": "this slope has shape (K, d), W has (d, K): take X.T @ difference.",
    "checks.training_step.gradients": "these are the gradients; return W and b after the step: minus rate times them.",
    "checks.training_step.raw_scores": "this is MSE's step; put softmax of the scores where the scores stand.",
    "checks.training_step.log_probabilities": "you take log p minus one-hot; the gradient is p_k - y_k, without a "
    "logarithm.",
    "checks.training_step.sigmoid": "sigmoid reads each score alone; softmax reads a row, whose shares sum to 1.",
    "checks.training_step.softmax_over_examples": "your softmax runs down the examples; each row should sum to 1: "
    "dim=1.",
    "checks.training_step.one_hot_too_narrow": "torch's one_hot(labels) ends at the largest label it sees: say "
    "one_hot(labels, len(b)).",
    "checks.training_step.columns_of_all": "P[:, labels] takes these columns of every row; P[torch.arange(n), labels] "
    "one of each.",
    "checks.training_step.naive_softmax": "right for small scores; large ones overflow in exp, or a clip changes them: "
    "use losses.softmax on the scores as they are.",
    "checks.rates_of_all_steps.reaches_zero": "your last step has rate 0 and does nothing; 0 comes one step later.",
    "checks.rates_of_all_steps.with_the_zero": "there is one rate too many: the 0 comes after the last step.",
    "checks.rates_of_all_steps.rises": "your rates rise; the first step has first_rate, and from there they fall.",
    "checks.rates_of_all_steps.in_rows": "the rates are right, a row for each epoch; give them one after the other, "
    "(n_steps,).",
    "checks.rates_of_all_steps.starts_late": "your first step is smaller already; start counting the steps at 0.",
    "checks.rates_of_all_steps.short_batch_lost": "the short batch is a step too: round the batches of an epoch up.",
    "checks.rates_of_all_steps.one_step_too_many": "where the batches fit exactly there is no short one: round up, no "
    "+ 1.",
    "checks.rates_of_all_steps.one_rate_an_epoch": "there is one rate for each epoch; a rate for each step is asked.",
    "checks.rates_of_all_steps.rounded_at_the_end": "each epoch ends with its own short batch: round up first, then "
    "times epochs.",
    "checks.rates_of_all_steps.one_epoch": "these are the rates of one epoch; they fall over all epochs together.",
    "checks.rates_of_all_steps.every_epoch_anew": "you start again in each epoch; the line falls once over all.",
    "checks.rates_of_all_steps.by_epoch": "yours stays for an epoch at a time; it should fall with every step.",
    "checks.rates_of_all_steps.step_per_example": "that is a step for each example; a step takes a whole batch.",
    "checks.rates_of_all_steps.constant": "the number of steps is right; now let the rate fall.",
    "checks.rates_of_all_steps.no_first_rate": "yours starts at 1; multiply by the first rate.",
    "checks.rates_of_all_steps.cosine": "a cosine falls in a curve; here the rate falls by the same amount at every "
    "step, in a line.",
    "checks.rates_of_all_steps.generator": "this hands out the rates one at a time; collect them: list(...), or "
    "square brackets around the loop.",
    "checks.first_losses.table_of_ten": "these are right for ten classes only; work them out from n_classes.",
    "checks.first_losses.mse_no_half": "four are right; our MSE has a half in front of the sum.",
    "checks.first_losses.mse_over_classes": "four are right; our MSE adds over the classes, it does not average.",
    "checks.first_losses.mse_of_probabilities": "four are right; MSE takes the scores as they are, and they are 0.",
    "checks.first_losses.own_rival": "four are right; a class is no rival of itself.",
    "checks.first_losses.margin_over_classes": "four are right; torch divides the margin loss by the classes, ours "
    "does not.",
    "checks.first_losses.all_is_worst": "four are right; margin all adds up the rivals, and each of them is 1 short, "
    "not one alone.",
    "checks.first_losses.worst_is_all": "four are right; the worst rival is one rival, however many there are.",
    "checks.first_losses.ties_cost_nothing": "equal scores do not lead by 1: each rival is a whole margin short.",
    "checks.first_losses.bits": "four are right; cross-entropy is in nats, the natural logarithm.",
    "checks.first_losses.share_no_surprise": "four are right; 1/K is the probability, and cross-entropy is its "
    "surprise, minus its logarithm.",
    "checks.first_losses.negative": "four are right; a surprise is not negative: -log(1/K) = log K.",
    "checks.first_losses.brier_true_class_only": "four are right; in Brier the wrong classes miss too, each by 1/K.",
    "checks.first_losses.brier_over_classes": "four are right; Brier adds the squares of all classes, the true one "
    "too, without a mean.",
    "checks.first_losses.brier_half": "four are right; our Brier has no half.",
    "checks.first_losses.brier_of_scores": "four are right; Brier compares probabilities, and they are 1/K, not 0.",
    "checks.first_losses.brier_share": "four are right; 1/K is the probability: Brier squares what each class misses, "
    "the true one too, and adds.",
    "checks.first_losses.cut_to_whole_numbers": "these are cut to whole numbers: no int64, no // and no int().",
    "checks.first_losses.dictionary": "this is a dictionary; return the five numbers alone, in the order asked: a "
    "list or a tensor.",
    "checks.first_losses.another_order": "the five are right, in another order: MSE, margin all, margin worst, "
    "cross-entropy, Brier.",
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
    "checks.bugs.softmax_of_1": "program 1: that is the mend. On which line does the softmax stand?",
    "checks.bugs.loss_of_1": "program 1: the loss is as it should be and makes its own softmax. What is handed to it?",
    "checks.bugs.rate_of_2": "program 2: a smaller rate only hides it. Print model.bias.grad after the first step and "
    "after the second.",
    "checks.bugs.once_an_epoch_of_2": "program 2: there it clears too rarely. How many gradients are added up between "
    "two steps?",
    "checks.bugs.label_of_3": "program 3: this picks the label's entry in each row, as it should. Do the exps of a "
    "row of log_p sum to 1?",
    "checks.bugs.eps_of_3": "program 3: log_softmax forms no p, so there is nothing to add to. Do the exps of a row "
    "of log_p sum to 1?",
    "checks.bugs.mean_of_4": "program 4: its steps are means already, divided once. Print b before and after an epoch.",
    "checks.bugs.line_of_4": "program 4: that is the mend. On which line is something added up over examples and "
    "classes at once?",
    "checks.bugs.rate_of_4": "program 4: at any rate, for any number of epochs, one part never moves. Print b before "
    "and after an epoch.",
    "checks.bugs.other_way_in_4": "program 4: along the classes each row sums to 0, so nothing would move. Which sum "
    "is one number for each class?",
    "checks.bugs.argmax_of_5": "program 5: one score row and one answer for each image, as it should be. Print the "
    "shape of predicted == last_column.",
    "checks.bugs.loss_of_5": "program 5: the labels are flattened here, so the loss is right. Where are they not?",
    "checks.bugs.rate_of_6": "program 6: another rate suits one batch size only. What would its first loss be with "
    "batches of 125?",
    "checks.bugs.size_of_6": "program 6: another batch size only hides it. By how much does the first loss change with "
    "it?",
    "checks.bugs.starts_of_7": "program 7: trying many settings is what one does. Which images decide among them, and "
    "which report?",
    "checks.bugs.report_of_7": "program 7: this line prints what it is given. Which images chose that number?",
    "checks.bugs.means_of_8": "program 8: each entry is the right mean of its own batch. What happens when they are "
    "put together?",
    "checks.bugs.size_of_8": "program 8: a size that divides 500 hides it, until the data set has another length. "
    "Which batch counts too much?",
    "checks.softmax_floor.no_noise": "right for labels without mistakes; a wrong label costs 1 more than a right one.",
    "checks.softmax_floor.one_softmax": "this is the entropy of the labels, the floor of one softmax. Here scores "
    "never lead by more than 1.",
    "checks.softmax_floor.shares_as_answer": "the shares of the labels are the best answer for one softmax; through "
    "the second one a model does better when it is sure.",
    "checks.softmax_floor.blind_guess": "this is a blind guess; a sure model does better, its lead is 1.",
    "checks.softmax_floor.one_class_too_many": "beside the class that scores 1 there are n_classes - 1 others.",
    "checks.softmax_floor.wrong_is_free": "wrong labels cost something as well: log-sum-exp, with no score taken off.",
    "checks.softmax_floor.score_not_taken_off": "the score of the label is missing: 1 is taken off if it is right.",
    "checks.softmax_floor.wrong_scores_minus_one": "the class of a wrong label scores 0 and not -1.",
    "checks.softmax_floor.bits": "this is in bits; the loss counts nats.",
    "checks.softmax_floor.shares_swapped": "the shares are swapped: the score 1 is taken off for right labels, and "
    "they are 1 - share.",
    "checks.softmax_floor.wrong_taken_off": "the class a wrong label names has the score 0, so for wrong labels "
    "nothing is taken off.",
    "checks.softmax_floor.share_in_percent": "you divide share by 100; it is no percentage, 0.25 is one quarter.",
    "checks.softmax_floor.of_the_text": "this is the floor of ten classes without wrong labels; use n_classes and "
    "share.",
    "checks.softmax_floor.perfect": "0 would be one softmax with right labels; a second one never sees a lead above 1.",
    "checks.softmax_floor.ten_classes": "right for ten classes only; put n_classes into the formula.",
    "checks.softmax_floor.wrong_labels_help": "a wrong label costs 1 more than a right one, so the share is added.",
    "checks.softmax_floor.share_spread": "each other class has share / (n_classes - 1), and there are n_classes - 1 "
    "of them.",
    "checks.softmax_floor.named_at_random": "here a wrong label never names the right class: all of the share is "
    "wrong.",
    "checks.softmax_floor.sigmoid_floor": "this is the floor of two classes; each of the n_classes - 1 others adds "
    "exp(0) to the sum.",
    "checks.weighted_loss.divided_by_n": "you divide by the number of examples; PyTorch does that for probability "
    "labels, not for class ids.",
    "checks.weighted_loss.divided_by_classes": "you divide by the number of classes; divide by the weights that took "
    "part.",
    "checks.weighted_loss.divided_by_all_weights": "you divide by the weights of all classes; take those of the labels "
    "that are there, once for each example.",
    "checks.weighted_loss.not_divided": "this is the weighted sum; divide by the weights that took part.",
    "checks.weighted_loss.not_added": "these are the shares of the examples; add them up to one number.",
    "checks.weighted_loss.not_weighted": "the weights have no part in it, or cancel: multiply each example's own "
    "loss, before any mean (reduction=\"none\"), by the weight of its label.",
    "checks.weighted_loss.columns_of_all": "[:, labels] takes the columns of all labels in every row; "
    "[torch.arange(len(labels)), labels] pairs each row with its own label.",
    "checks.weighted_loss.weights_on_scores": "you weigh the scores, which changes the probabilities; weigh each "
    "example's loss.",
    "checks.weighted_loss.mean_weight": "the mean loss times the mean weight is not the mean of their products.",
    "checks.weighted_loss.weights_of_answers": "you take the weights of the classes the model answers; take those of "
    "the labels.",
    "checks.weighted_loss.weights_scaled": "weights scaled to a mean of 1 over the classes are not so over these "
    "labels.",
    "checks.weighted_loss.weights_twice": "each weight is there twice; once is enough.",
    "checks.weighted_loss.weights_inverted": "you divide by the weights; a class of weight 10 should count ten times.",
    "checks.weighted_loss.one_weight_a_row": "class_weights has an entry for each class, not for each example: "
    "class_weights[labels].",
    "checks.weighted_loss.every_class": "you add over all classes; only the entry of the label counts in each row.",
    "checks.weighted_loss.negative": "the minus is missing: the loss is -log p of the label.",
    "checks.weighted_loss.raw_scores": "you pick the raw scores; their log_softmax comes first.",
    "checks.weighted_loss.probabilities": "you pick p, without the logarithm: the loss is -log p.",
    "checks.weighted_loss.softmax_over_examples": "your softmax runs down the examples; each row should sum to 1: "
    "dim=1.",
    "checks.weighted_loss.naive_softmax": "right for small scores; for large ones exp overflows, p becomes 0 before "
    "its log, or a patch (eps, clamp) cuts the loss off: log_softmax alone.",
    # --- checks of lesson 11 --------------------------------------------------------------------------------------
    "checks.paired_difference.unpaired": "your width does not come from the differences; subtract seed by seed first, "
    "then take one interval.",
    "checks.paired_difference.pairs_lost": "you sort the accuracies, and a seed no longer meets itself; leave them in "
    "their order, a - b.",
    "checks.paired_difference.spread": "this is how far single seeds lie apart; the mean of five is steadier, by the "
    "root of 5.",
    "checks.paired_difference.divided_by_four": "you divide by the root of 4; 5 - 1 is in the standard deviation "
    "already, the mean takes the root of 5.",
    "checks.paired_difference.divided_by_n": "you divide by 5; the mean of five numbers is steadier by the root of 5.",
    "checks.paired_difference.normal": "1.96 is for very many seeds; five know their own spread badly, so t is 2.776.",
    "checks.paired_difference.no_t": "this is one standard error; 95 % take 2.776 of them for five seeds.",
    "checks.paired_difference.five_degrees": "2.571 is t for 5 degrees of freedom; the spread of five seeds has 5 - 1 "
    "= 4, and t is 2.776.",
    "checks.paired_difference.one_sided": "2.132 leaves 5 % out on one side; an interval leaves 2.5 % out on each: t "
    "is 2.776.",
    "checks.paired_difference.median": "you take the median; the interval is one for the mean of the differences.",
    "checks.paired_difference.mean_alone": "this is the mean alone; return two numbers, the mean and half the width of "
    "its interval.",
    "checks.paired_difference.population": "your standard deviation divides by 5; estimated from five it divides by 4.",
    "checks.paired_difference.variance": "this is made from the variance; take its root, the standard deviation.",
    "checks.paired_difference.full_width": "this is the whole width; half of it is asked for, what stands after +-.",
    "checks.paired_difference.direction": "the sign is turned: how far a is ahead of b is a - b.",
    "checks.paired_difference.size": "you take sizes; where b is ahead the difference is negative, and it says so.",
    "checks.paired_difference.ends": "these are the two ends of the interval; return its middle and half of its width.",
    "checks.paired_difference.swapped": "right, but in the other order: first the mean, then the half width.",
    "checks.paired_difference.percent": "this is a hundred times too much; leave the numbers in the unit they come in.",
    "checks.paired_p_value.one_tail": "you count one tail; as uneven in the other direction is as uneven too.",
    "checks.paired_p_value.not_capped": "right but for equal counts: two overlapping tails are more than everything; "
    "stop at 1.",
    "checks.paired_p_value.this_outcome_only": "this is the chance of these very counts; add all that are more uneven.",
    "checks.paired_p_value.not_divided": "these are counts of rows of throws; divide by how many rows there are, 2**n.",
    "checks.paired_p_value.always_one": "this is 1 for (nearly) all counts: the tail runs to the larger one, the coin "
    "is not fair (1/2), or n is not only_a + only_b.",
    "checks.paired_p_value.long_tail": "your tail runs to the larger count; the smaller one ends it.",
    "checks.paired_p_value.statistic": "this is a test statistic; asked is how often a fair coin is as uneven or more.",
    "checks.paired_p_value.complement": "this is one minus the p-value; small should mean: luck would rarely do it.",
    "checks.paired_p_value.percent": "this is in percent; return a number from 0 to 1.",
    "checks.paired_p_value.more_uneven_only": "you leave out the outcome itself; as uneven as this counts too.",
    "checks.paired_p_value.one_direction": "your tail always starts at the same model; the smaller of the two counts "
    "ends it.",
    "checks.paired_p_value.library": "metrics.paired_test takes other inputs, and the exercise asks to do without it: "
    "count with math.comb.",
    "checks.paired_p_value.corrected": "this is chi-squared with Yates' correction, still an approximation; asked is "
    "the exact share of the throws.",
    "checks.paired_p_value.normal": "this is the normal curve's answer, rough for small counts; add binomial "
    "coefficients.",
    "checks.clean_accuracy.wrong_way": "this spoils a clean accuracy; here you are given the spoiled one. Solve for a.",
    "checks.clean_accuracy.unchanged": "this is what was measured; wrong labels took some of it away. Solve for a.",
    "checks.clean_accuracy.guess_taken_off": "1/K comes off and does not come back, and it is no part of the factor "
    "before a: that is 1 - noise - luck.",
    "checks.clean_accuracy.only_right": "this is the share that is right on a right label; you are given what was "
    "measured. Solve for a.",
    "checks.clean_accuracy.no_luck": "a wrong answer can meet a wrong label; take that share off too.",
    "checks.clean_accuracy.added_back": "noise does not take the same number of points from every model; solve the "
    "equation.",
    "checks.clean_accuracy.all_classes": "a wrong label is one of the K - 1 others, never the true class.",
    "checks.clean_accuracy.luck_always": "only wrong answers meet wrong labels, so the luck is weighed by 1 - a, not "
    "by 1.",
    "checks.clean_accuracy.luck_all_of_it": "a wrong answer meets a wrong label only if both name the same class, one "
    "of K - 1.",
    "checks.clean_accuracy.offset_left": "the factor is right; first take off what even a model that is always wrong "
    "would agree with.",
    "checks.clean_accuracy.not_divided": "what is left has to be stretched: divide by the factor that stands before a.",
    "checks.clean_accuracy.sign": "a sign is turned: the luck of meeting a wrong label comes off, above and below.",
    "checks.clean_accuracy.percent": "the noise is in percent; divide it by 100.",
    "checks.clean_accuracy.in_percent": "this is in percent; measured is a share from 0 to 1, return one too.",
    "checks.clean_accuracy.ten_classes": "you count on ten classes; use n_classes.",
    "checks.sturdy_loss_ok": "correct: more than 72 % of the test images are right, though 40 % of the labels were "
    "wrong.",
    "checks.sturdy_loss.mean": "you return one number; return one for each example, the trainer averages them.",
    "checks.sturdy_loss.classes_left": "one number for each class is left; pick the label's, or sum over the classes, "
    "dim=1.",
    "checks.sturdy_loss.every_pair": "[:, labels] picks all labels for each example; gather, or [range(n), labels], "
    "picks its own.",
    "checks.sturdy_loss.not_a_tensor": "autograd follows tensors only; torch.stack makes one tensor of a list.",
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
    "checks.sturdy_loss.rescaled": "this is a loss you know, on scores times a number: from weights of 0 that is only "
    "another learning rate. Change its shape.",
    "checks.sturdy_loss.smoothed": "this is cross-entropy with smoothed labels: a firmly denied label still costs "
    "without end. Where should it level off?",
    "checks.sturdy_loss.log_of_zero": "for a firmly denied label it is nan or inf: the logarithm of a p that has "
    "become 0. Use log_softmax.",
    "checks.sturdy_loss.diverged": "training left the finite numbers at a learning rate of 1: its slope grows "
    "without bound, or is not finite somewhere, as a root's is not at 0.",
    "checks.sturdy_loss.unbounded": "too few right: a firmly denied label costs without end, so wrong ones win. Where "
    "should it level off?",
    "checks.sturdy_loss.too_late": "too few right: it levels off, but so late that wrong labels still pull in full. "
    "Let it level off earlier.",
    "checks.sturdy_loss.gives_up": "too few right: it gives up on images too early, or never gets going. Keep a slope "
    "while unsure.",
    # --- checks of lesson 12 --------------------------------------------------------------------------------------
    "checks.calibration_error.end_missing": "right but for a confidence of exactly 1: it belongs to the last bin.",
    "checks.calibration_error.bin_left_out": "a bin that holds images is left out; only bins without images add "
    "nothing.",
    "checks.calibration_error.empty_bins": "right where all bins hold images; an empty one, 0 / 0 or nan, should add "
    "nothing, and every other one its gap.",
    "checks.calibration_error.not_weighted": "every bin counts the same here; weigh each gap with its share of the "
    "images.",
    "checks.calibration_error.percent": "this is in percent; return a number from 0 to 1.",
    "checks.calibration_error.bin_missing": "a bin at one end is left out; there are n_bins of them, 0 to n_bins - 1.",
    "checks.calibration_error.bins_too_few": "n_bins edges make n_bins - 1 bins; it takes n_bins + 1 edges.",
    "checks.calibration_error.fixed_bins": "your number of bins is fixed; use n_bins.",
    "checks.calibration_error.equal_counts": "your bins hold equally many images; asked are bins of equal width from 0 "
    "to 1.",
    "checks.calibration_error.not_divided": "you weigh with counts; divide by the number of images, so that the "
    "weights sum to 1.",
    "checks.calibration_error.signed": "gaps of opposite sign cancel here; take the size of each bin's gap.",
    "checks.calibration_error.one_bin": "this is the gap of all images in one bin; sort them into n_bins bins first.",
    "checks.calibration_error.each_example": "this compares each confidence with its own hit; compare the means of a "
    "bin.",
    "checks.calibration_error.squared": "you square the gaps; ECE takes their size as it is.",
    "checks.calibration_error.largest": "this is the largest gap of all bins; ECE is their weighted mean.",
    "checks.calibration_error.middles": "you compare with the middle or an edge of the bin; take the mean confidence "
    "in it.",
    "checks.calibration_error.brier": "this is a mean squared error, as in Brier's; ECE compares means of bins, and "
    "takes the size of their gaps.",
    "checks.calibration_error.rounded": "round() goes to the nearest edge, so the first and the last bin get half "
    "their width; cut down with floor or .long().",
    "checks.calibration_error.own_range": "your bins run from the lowest to the highest confidence; they run from 0 to "
    "1, whatever the data.",
    "checks.best_temperature.inverse": "this is 1 / T; scores are divided by a temperature, not multiplied by it.",
    "checks.best_temperature.price": "this is the lowest cross-entropy; return the T at which it is reached.",
    "checks.best_temperature.one": "at T = 1 nothing is changed; look for the T of the lowest cross-entropy.",
    "checks.best_temperature.end_of_range": "your search always runs to an end of the range; let the labels decide, "
    "through cross-entropy.",
    "checks.best_temperature.place": "this is the place in your list of candidates; return the T that stands there.",
    "checks.best_temperature.coarse": "your candidates lie too far apart (each may be 2 % above the one before, no "
    "more), or the answer is rounded too far.",
    "checks.best_temperature.one_side": "you search on one side of 1 only; the best T may lie anywhere from 0.1 to 10.",
    "checks.best_temperature.few_steps": "your results lie between 1 and the best T: if a descent starts at 1, let it "
    "take more or longer steps.",
    "checks.best_temperature.exponent": "this is the logarithm of the T asked for; return T itself.",
    "checks.best_temperature.softmax_twice": "cross-entropy takes scores and applies softmax by itself; give it "
    "scores / T.",
    "checks.best_temperature.as_sure_as_right": "here the mean confidence equals the accuracy; close, but the "
    "criterion is the lowest cross-entropy.",
    "checks.best_temperature.brier": "this is the T of the lowest Brier loss; the criterion here is cross-entropy.",
    "checks.cheapest_decisions.most_probable": "this is argmax of the probabilities, whatever the prices; weigh each "
    "price with the probability of its true class.",
    "checks.cheapest_decisions.right_is_free": "right where right answers are free; where they are not, costs[k, k] is "
    "a price like any other.",
    "checks.cheapest_decisions.transposed": "you read the table the wrong way: rows are true classes, columns answers.",
    "checks.cheapest_decisions.dearest": "this is the dearest answer; take the lowest expected cost.",
    "checks.cheapest_decisions.prices": "these are expected costs; return which answer has the lowest, its column.",
    "checks.cheapest_decisions.wrong_axis": "you search down the examples; the answers stand across, dim=1.",
    "checks.cheapest_decisions.whole_table": "this is one place in the whole table; take one answer for each example, "
    "dim=1.",
    "checks.cheapest_decisions.elementwise": "* multiplies entry by entry; @ adds the products over the true classes.",
    "checks.cheapest_decisions.weighed_by_answer": "you weigh a price with the probability of the answer; weigh it "
    "with that of the true class, and add.",
    "checks.cheapest_decisions.least_probable": "this is the least probable class, whatever the prices; weigh each "
    "price with its probability.",
    "checks.cheapest_decisions.from_one": "you count from 1; the first class is 0.",
    "checks.cheapest_decisions.softmax_again": "these are probabilities already; a second softmax flattens them.",
    "checks.cheapest_decisions.largest_term": "you look at the worst single term; add the terms over the true classes.",
    "checks.cheapest_decisions.worst_case": "you guard against the worst case and never look at the probabilities.",
    "checks.cheapest_decisions.no_probabilities": "all true classes count the same here; weigh them with their "
    "probabilities.",
    "checks.smoothing_gap.true_share_forgotten": "this is ln 20, or rounded too far: the true class gets its part of "
    "the 0.2 too, so it has more than 0.8.",
    "checks.smoothing_gap.rivals_only": "you share the 0.2 among the four rivals; it is shared among all five classes.",
    "checks.smoothing_gap.ratio": "this is the ratio of the two shares; which difference of scores gives that ratio?",
    "checks.smoothing_gap.difference": "this is a difference of probabilities; the lead is one of scores.",
    "checks.smoothing_gap.of_the_text": "ten classes and 0.1 are those of the text; here are five classes and 0.2.",
    "checks.smoothing_gap.base": "this is a logarithm to base 2 or 10; softmax takes powers of e.",
    "checks.smoothing_gap.logit": "this compares with all rivals together; asked is the lead over each, with 0.04.",
    "checks.smoothing_gap.not_spread": "0.2 is what all five classes share: which share has each rival, and which the "
    "true class?",
    "checks.smoothing_gap.share": "this is the share of the true class; the lead is in score units.",
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

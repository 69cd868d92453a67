"""What the lessons share, one role per module; import the module you need, nothing is re-exported here.

data         a package: Fashion-MNIST as tensors, and the bundled sample; the only code that writes files or downloads
vision       torchvision, importable even when its compiled operators do not match torch
losses       every loss of the course, on scores
optimal      the scores each loss asks for when one image carries many labels
training     the closed-form engine for MSE and the trainers
stack        the arithmetic of many linear models at once
slopes       the slopes of the losses, written out for the trainer
metrics      what is measured on a trained model, and how far to trust it
calibration  whether probabilities come true, and the temperature that makes them
protocol     who trains on what when losses are compared
sweeps       the saved results of that comparison
style        one palette by role, one set of figure settings
plots        draw_*: arrays and axes in, axes out
labs         a package: Lab, its controls, predict, watch
environment  which front end and machine this is
quiz         the ten questions asked before and after the course
checks       a package: check_*, the exercises of each lesson, and what judges an answer
predictions  the questions asked before a reveal, with their answers
words        every other sentence the modules above show a learner

Imports point one way: training -> stack, slopes -> losses; metrics, calibration, optimal,
checks -> losses; one exercise of lesson 11 trains, so its checks -> data, training, metrics, protocol; quiz -> labs ->
predictions, style; plots -> style. All may import words and environment, which import nothing.
"""

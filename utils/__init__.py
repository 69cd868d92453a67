"""What the lessons share, one role per module; import the module you need, nothing is re-exported here.

data      Fashion-MNIST: find, verify, cache, tensors, the bundled sample
vision    torchvision, importable even when its compiled operators do not match torch
losses    every loss of the course, on scores
training  the closed-form engine for MSE and the trainers
metrics   accuracy and what else is measured on a trained model
style     one palette by role, one set of figure settings
plots     draw_*: arrays and axes in, axes out
labs      Lab, its controls, predict
checks    check_*: what the exercises call
words     every sentence the modules above show a learner

Imports point one way: plots and labs -> style; metrics and training -> losses; checks -> losses, metrics; all -> words.
"""

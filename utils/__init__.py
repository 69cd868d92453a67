"""What the lessons share, one role per module; import the module you need, nothing is re-exported here.

data         a package: Fashion-MNIST found, verified, kept, as tensors; alone in writing files and using the network
losses       every loss of the course, on scores
own_loss     a loss a learner has written: asked, and told what is wrong with it
validation   what losses, metrics and trainers ask of their arguments
optimal      the scores each loss asks for when one image carries many labels
training     the closed-form engine for MSE and the trainers
sgd          many linear models in one pass, with their gradients
metrics      what is measured on a trained model, and how far to trust it
calibration  whether probabilities come true, and the temperature that makes them
protocol     who trains on what when losses are compared
sweeps       the saved results of that comparison
style        one palette by role, one set of figure settings
plots        draw_*: arrays and axes in, axes out
labs         a package: sliders above a picture, predictions, progress
predictions  what a lesson asks before a reveal: data, one module a lesson
quiz         the ten questions asked before and after the course
checks       a package: the exercises of each lesson, hints beside mistakes, and what judges an answer
language     marks for every sentence a learner sees, so that it can be translated
environment  which front end and machine this is
vision       torchvision, importable even when its compiled operators do not match torch

Imports point one way: training -> sgd -> losses -> own_loss -> validation; optimal -> own_loss; metrics, calibration ->
validation; checks -> losses; one exercise of lesson 11 trains, so its checks -> data, training, metrics, protocol;
quiz -> labs -> predictions, style; plots -> style. All may import language and environment, which import nothing.
"""

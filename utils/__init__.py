"""What the lessons share, one role per module; import the module you need, nothing is re-exported here.

data         Fashion-MNIST as tensors, and the bundled sample
store        the files of a data set in one folder: whole or not there, quick to load
download     bring files to this computer: mirrors, Debian's package, a lock; with store the only code that writes
vision       torchvision, importable even when its compiled operators do not match torch
validation   what losses, metrics and trainers ask of their arguments
own_loss     a loss a learner has written: asked, and told what is wrong with it
losses       every loss of the course, on scores
optimal      the scores each loss asks for when one image carries many labels
training     the closed-form engine for MSE and the trainers
sgd          many linear models in one pass, with their gradients
metrics      what is measured on a trained model, and how far to trust it
calibration  whether probabilities come true, and the temperature that makes them
protocol     who trains on what when losses are compared
sweeps       the saved results of that comparison
style        one palette by role, one set of figure settings
plots        draw_*: arrays and axes in, axes out
canvas       the picture side of a lab: one kept figure, its panels, its card
png          pictures as PNGs with a palette, the next one quickly
labs         Lab, its controls, predict
spoken       what a screen reader hears of a lab
cells        what a cell has made, closed when it is run again
pump         when the work of a lab is done: at once, soon, or in slices between messages
place        where a lesson runs
quiz         the ten questions asked before and after the course
checks       a package: check_*, the exercises of each lesson, and what judges an answer
predictions  the questions asked before a reveal, with their answers
words        every other sentence the modules above show a learner

Imports point one way: data -> store -> download; training -> sgd -> losses -> own_loss -> validation; optimal ->
own_loss; metrics, calibration -> validation; checks -> losses; one exercise of lesson 11 trains, so its checks -> data,
training, metrics, protocol; quiz -> labs -> canvas, cells, pump, spoken; canvas -> png; png, plots -> style. All may
import words and place, which import nothing.
"""

"""Exercises: `check_<exercise>(answer)` prints one line on a learner's answer, keeps its status and never raises.

lesson_NN  the exercises of lesson NN; a lesson says `from utils.checks import lesson_NN as checks`
inputs     inputs that exercises of several lessons try an answer on
formulas   what references and typical mistakes of several lessons are made of
exercise   three kinds of exercise: a function to write, a number to find, the steps of a proof to put in order
answers    run a learner's function, read what it returns, compare it
verdicts   what is said about an answer, in one line

Not here: the exercise's text (notebooks) and the solutions. Imports point one way: lesson_NN -> inputs, formulas,
exercise -> answers -> verdicts; no lesson's module imports another's.
"""

"""The predictions of lesson 02: meet Fashion-MNIST."""

from utils.language import N_

PREDICTIONS = {
    "loader": (
        N_("One pass over the 10,000 test images, in mixed batches: image by image through the loader, or rows of "
           "one tensor. How much longer does the loader take?"),
        {
            N_("about as long"):
                N_("The numbers that come out are the same, the work is not: each image is handled by itself, in "
                   "Python. The loader takes tens of times as long."),
            N_("two or three times as long"):
                N_("A loader over ready-made tensors comes nearer to that. Here each image becomes a picture and "
                   "then numbers again, and that takes tens of times as long."),
            N_("tens of times as long, or more"):
                N_("Each image is handled by itself, in Python, 10,000 times. Rows of a tensor are copied 256 at a "
                   "time."),
        },
        "c",
    ),
    "closest-means": (
        N_("Take the mean of all training images of each class. Which two of these mean images are closest?"),
        {
            N_("sneaker and ankle boot"):
                N_("A boot has a shaft, always in the same place: their distance is 7.21, that of pullover and coat "
                   "2.48."),
            N_("pullover and coat"):
                N_("Sleeves and a body of the same outline: their distance is 2.48. The shirt is next, 2.68 from the "
                   "pullover."),
            N_("T-shirt and shirt"):
                N_("The mean shirt has long sleeves: their distance is 3.72, that of pullover and coat 2.48."),
            N_("trouser and dress"):
                N_("Both are narrow, but trousers have a gap between the legs: their distance is 4.10, that of "
                   "pullover and coat 2.48."),
        },
        "b",
    ),
    "nearest-mean": (
        N_("Nearest of ten mean images, nothing trained. How many of the test images does it get right?"),
        {
            N_("about 10 %, no better than chance"):
                N_("The means hold far more than chance: this lesson measures 68 %."),
            N_("about 40 %"): N_("39 % is what regressing the class number reached in lesson 1. Ten means reach 68 %."),
            N_("about 70 %"): N_("This lesson measures 68 %, with ten means and no training at all."),
            N_("about 85 %"):
                N_("That is the best of the linear models in this course, and they are trained. Ten means reach 68 %."),
        },
        "c",
    ),
    "luck": (
        N_("A hundred models, each right with chance 83 % on every image, are tested on 100 images. What does the "
           "best of them read?"),
        {
            N_("83 %"):
                N_("That is what they would read on average. In 95 of 100 tests on 100 images a model reads within "
                   "7.4 points of it, and the best of a hundred is a lucky one: here it reads 91 %."),
            N_("about 85 %"):
                N_("In 95 of 100 tests on 100 images a model reads within 7.4 points of 83 %, and the best of a "
                   "hundred is further off: here it reads 91 %."),
            N_("more than 90 %"):
                N_("In 95 of 100 tests on 100 images a model reads within 7.4 points of 83 %, and the best of a "
                   "hundred is one of the luckiest: here it reads 91 %."),
        },
        "c",
    ),
}

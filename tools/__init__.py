"""Programs of the course's authors and teachers, and what they share. ``python -m tools COMMAND`` is the one entry.

The module of a command has ``run(options)``, which returns an exit code or None. Who imports whom, from the top down:

    __main__        one command line for all                imports the module of the command that runs
    reset           exercises put back                      colab, notebooks, files
    colab           lessons that stand alone                contract, links, notebooks, files, setup_cell
    contract        rules that lessons keep                 lint, notebooks
    book, book_site lessons as a site                       links, notebooks
    mark            a class's table                         mark_run, notebooks
    mark_run        one hand-in, run and judged             kernels, notebooks; mark_judge goes to the kernel as text
    refresh         lessons run and stored                  kernels, notebooks
    text            lessons as text, and back               notebooks
    picture         README's picture of a lab               browser, files, notebooks
    card, sample, sweeps   what is made from `utils`        files

    browser         a lesson in a real browser              notebooks; browser.js inside the page
    links           links in copies read elsewhere          notebooks
    lint            rules for Python beside ruff's          notebooks
    notebooks       reading, normal form, cells             files
    kernels         kernels of one interpreter
    files           files written whole or not
    settings        the course's folder, pyproject.toml
    setup_cell      the first cell of Colab copies
    prompt_socket   JupyterLab's socket without delay

And what course.py is made of, which needs no package and imports none of the above but files and settings:

    gate            the tests in three sizes                environments, processes
    server          JupyterLab on this computer             environments, failures, processes
    environments    made, installed, given the data         torch_build, failures, processes, files
    torch_build     which PyTorch a machine gets            failures, processes
    failures        what pip's failures mean                settings
    processes       programs started, and their variables   settings
"""

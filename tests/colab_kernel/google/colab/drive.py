"""Google Drive; nobody is there to allow it."""


def mount(*arguments, **options):
    raise RuntimeError("google.colab.drive.mount waits for a person")

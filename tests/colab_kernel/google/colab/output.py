"""What steers Colab's page; here it is only noted."""

from google.colab import calls


def __getattr__(name):
    if name not in ("enable_custom_widget_manager", "no_vertical_scroll", "eval_js", "clear", "register_callback"):
        raise AttributeError(name)
    return lambda *arguments, **options: calls.append(f"output.{name}")

"""The templates in `config/` are those that `mm init` writes."""

from cli.setup import CONFIG_EXAMPLE, ENV_EXAMPLE, config_example, env_example
from stores.paths import PROJECT_ROOT, Home


def test_the_templates_of_the_project_are_not_stale() -> None:
    config = PROJECT_ROOT / "config"
    home = Home.from_environment({"MM_HOME": "/somewhere"})
    assert (config / ENV_EXAMPLE).read_text("utf-8") == env_example()
    assert (config / CONFIG_EXAMPLE).read_text("utf-8") == config_example(home)

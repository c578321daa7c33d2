"""The sections of the settings, by what a location calls them. Apart, for the window names them before the page loads."""

SECTIONS = {
    "counting": "What counts",
    "rules": "Rules",
    "services": "Services",
    "backup": "Backup",
    "steps": "Steps",
}

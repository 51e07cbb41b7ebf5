"""Why a run seems stuck: a fast part and a slow one."""

"""The public site: pages for visitors, without sign-in and without a script, in Vietnamese and English."""

"""The browse page: search, read and compare what OUTPUT holds, in a browser.

`app` joins the rooms, each a folder whose `views` have `routes` (pages and files) and `endpoints` (JSON, described in
`/openapi.json`). `place` is what views read, `parameters` how they read a request, `page` how they answer with HTML,
`endpoints` how they answer with JSON, `guard` what holds for each answer; `keeper` keeps the index up to date.

What was archived is hostile: templates escape everything, and no view reads outside OUTPUT.
"""

"""`scrapy growth`: figures of the corpus, and a report for people.

`update` brings the store `derived/statistics.sqlite` (`store`) up to date by what `counting` counts of a document, and
`report` makes tables of it, with who copies whom (`copies`) and the top words (`terms`). `labels` names everything in
Arabic and English, `charts` draws the tables, `page` makes one HTML file of them, and `files` writes CSV and pictures.
"""

"""Tables in and out: files read without trust (`read`) and written with care (`write`).

`read.open_table` takes any file a person may upload; `cells.parse_number`, `parse_int`,
`parse_date` turn what stands in a cell into a value or into a sentence saying why not;
`write.workbook` and `write.csv_bytes` make the files that people take away.
"""

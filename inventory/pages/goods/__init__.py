"""One hand for all goods work: forms that begin empty with "Quét hoặc tìm", where only chosen goods become rows.

How a form takes part:

1. Its view makes a `GoodsForm` (`form.py`): its name, its addresses, what is searched, what the draft is about. The page extends
   `inventory/goods/page.html` and calls `goods_form`, `find_box`, `goods_row` and `dock` of `inventory/goods/parts.html`. Script
   and sheet come along; a form needs none of its own.
2. A row is `{% call goods_row(row, n) %}` of those parts, drawn by the server alone, around the form's own fields. It has the
   goods' code in a hidden field (`lot`, or `product`); a field's name is the same in every row. `quantity_box` has the unit
   beside the figure. `required` fields are where Enter goes to; `data-auto` marks a value that the server filled in, and may
   fill in anew.
3. Three addresses: the form itself; `rows` answers GET with a row for each `goods=` of its query (the head's fields come along),
   in that order and without unknown ones; `meaning` answers POST of the whole form with the same rows and dock, of which the
   script takes over what stands in `data-goods-part="name"` (row by row, and outside of rows) and the values of `data-auto`:
   sums, who bears it, what is wrong. `meaning` writes nothing. A form without it leaves it empty.
4. `data-goods-narrows` on a field of the head (place, producer) narrows the search by its name and value. No field sends the
   form.
5. Without a script the search button, the button of what was found and "Bỏ" post the form and get it back, as typed, with a row
   more or less: `edited()`.
6. A refused save draws the page with `given="typed"` and `refusal()`: sentences at their fields, and a list at the top that
   names line and goods (`wrong_rows`). What the address brings (`?goods=`) is drawn with `given="add"`: it joins a draft.
7. The page of the written document has `data-goods-written="UID"` and the script `written.js`: there the draft ends. Its uid is
   the form's: sent again after a lost answer it is written once.
"""

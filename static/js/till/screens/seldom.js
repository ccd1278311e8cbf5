// The screens that are seldom opened, and what only they need: a script of its own, which comes after the first tiles (later.js).

import { adoptTyped } from "../data/locks.js";
import { keepSeenPhotos } from "../data/seen_photos.js";
import { qrPicture } from "../domain/qr.js";
import { sellExchange } from "../exchange.js";
import { holdCart, recallCart, shareHeldCarts } from "../held_carts.js";
import { keepOneDevice } from "../one_device.js";
import { watchRecalls } from "../recall_watch.js";
import { recoverSale } from "../recover_sale.js";
import { recoverSales } from "../recovery.js";
import { initCamera } from "../ui/camera.js";
import { listenForFields } from "../ui/letters.js";
import { CustomerScreen } from "./customers/customer.js";
import { lockWhenIdle } from "./device/lock.js";
import { LineDiscountScreen, SaleDiscountScreen } from "./line/discount.js";
import { NoteScreen } from "./line/note.js";
import { ProductScreen } from "./line/product.js";
import { openQuantity } from "./line/quantity.js";
import { WeighScreen } from "./line/weigh.js";
import { HeldCartsScreen, watchHeldCarts } from "./held_carts.js";
import { unlock } from "./locked.js";
import { MenuScreen } from "./menu.js";
import { askApproval } from "./payment/ask_approval.js";
import { CorrectPaymentScreen } from "./payment/correct.js";
import { askOfflineCode } from "./payment/offline_code.js";
import { SlipScreen } from "./payment/slip.js";
import { TransfersScreen, watchTransfers } from "./payment/transfers.js";
import { PeopleScreen } from "./people.js";
import { PrinterScreen } from "./printer.js";
import { QueueScreen } from "./queue.js";
import { ExchangeBackScreen } from "./returns/exchange_back.js";
import { openSale } from "./returns/refund.js";
import { SlipsScreen } from "./returns/slips.js";
import { openShift } from "./shift/open_shift.js";
import { askOtherShift, askOtherShiftAgain } from "./shift/other_shift.js";

export const seldomScreens = {
  CorrectPaymentScreen,
  CustomerScreen,
  ExchangeBackScreen,
  HeldCartsScreen,
  LineDiscountScreen,
  MenuScreen,
  NoteScreen,
  PeopleScreen,
  PrinterScreen,
  ProductScreen,
  QueueScreen,
  SaleDiscountScreen,
  SlipScreen,
  SlipsScreen,
  TransfersScreen,
  WeighScreen,
  adoptTyped,
  askApproval,
  askOfflineCode,
  askOtherShift,
  askOtherShiftAgain,
  holdCart,
  initCamera,
  keepOneDevice,
  keepSeenPhotos,
  listenForFields,
  lockWhenIdle,
  openQuantity,
  openSale,
  openShift,
  qrPicture,
  recallCart,
  recoverSale,
  recoverSales,
  sellExchange,
  shareHeldCarts,
  unlock,
  watchHeldCarts,
  watchRecalls,
  watchTransfers,
};

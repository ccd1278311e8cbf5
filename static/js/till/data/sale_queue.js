// The one queue of sales of this till: what waits on this device to be sent, and what the server refused.

import { shiftThere } from "./page_there.js";
import { Sender } from "./sender.js";
import { setState } from "./state.js";

export const sender = new Sender(setState, shiftThere);

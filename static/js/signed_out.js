// On the sign-in page nobody is signed in: the till of whoever was does not stay on this device.

import { dropPage } from "./till/data/offline_page.js";

dropPage();

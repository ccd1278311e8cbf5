// The scale on this device's cable: what it speaks, and the cable itself, which a person chooses once.

import { canWeigh, connectScale, forgetScale } from "../../data/scale.js";
import { t } from "../../data/i18n.js";
import { deviceSettings } from "../../data/settings.js";
import { PROTOCOLS } from "../../domain/scales.js";
import { segments } from "../../ui/desk.js";
import { html } from "../../ui/html.js";
import { toast } from "../../ui/messages.js";

/**
 * @param {string} protocol its name; empty: no scale
 * @param {() => void} done
 */
async function use(protocol, done) {
  try {
    if (protocol) await connectScale(protocol);
    else forgetScale();
  } catch {
    toast(t("Chưa chọn cổng của cân. Cắm dây cân vào máy này rồi chọn lại."), "warn");
  }
  done();
}

/** The row of the device's settings; nothing where the browser cannot speak with a scale. @param {() => void} redraw */
export function scaleRow(redraw) {
  if (!canWeigh()) return null;
  const label = t("Cân nối vào máy này");
  const choices = [
    ["", t("không có")],
    ...Object.entries(PROTOCOLS).map(([name, { label: own }]) => [name, own || t("chỉ gửi số cân")]),
  ];
  return html`
    <div class="stack-s">
      <span class="label">${label}</span>
      ${segments(
        choices.map(([value, words]) => ({
          key: `scale-${value}`,
          label: words,
          isChosen: deviceSettings().scale === value,
          act: () => use(value, redraw),
        })),
        label,
      )}
    </div>
  `;
}

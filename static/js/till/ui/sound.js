// Two short sounds, as loud as this device is set to: a high one when goods are added, two low ones when something is refused.

import { deviceSettings } from "../data/settings.js";

const LOUDNESS = { loud: 1, soft: 0.35, off: 0 };

/** @type {AudioContext | null} */
let context = null;

/** @typedef {{ hertz: number, startS: number, lengthS: number, volume: number }} Tone */

/**
 * @param {AudioContext} audio
 * @param {Tone} tone
 */
function playTone(audio, { hertz, startS, lengthS, volume }) {
  const at = audio.currentTime + startS;
  const source = audio.createOscillator();
  const gain = audio.createGain();
  source.frequency.value = hertz;
  source.type = "triangle";
  gain.gain.setValueAtTime(volume, at);
  gain.gain.exponentialRampToValueAtTime(0.001, at + lengthS);
  source.connect(gain).connect(audio.destination);
  source.start(at);
  source.stop(at + lengthS);
}

/** After the next frame: to begin a tone takes as long as to draw a line. @param {Tone[]} tones */
const play = (tones) => requestAnimationFrame(() => setTimeout(playNow, 0, tones));

/** @param {Tone[]} tones */
function playNow(tones) {
  const loudness = LOUDNESS[deviceSettings().sound];
  if (!loudness) return;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
    for (const tone of tones) playTone(context, { ...tone, volume: tone.volume * loudness });
  } catch {
    // A till without a loudspeaker sells as well.
  }
}

export const soundAccepted = () => play([{ hertz: 1320, startS: 0, lengthS: 0.09, volume: 0.25 }]);

export const soundRefused = () =>
  play([
    { hertz: 220, startS: 0, lengthS: 0.16, volume: 0.35 },
    { hertz: 196, startS: 0.2, lengthS: 0.22, volume: 0.35 },
  ]);

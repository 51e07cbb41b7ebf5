// The functions that a lesson's author has written, by name. This file stands for none: a build puts those of its
// scenarios in its place (valleyjump/markup/javascript.py).

/**
 * @typedef {object} Written
 * @property {(point: number[]) => number} value
 * @property {(point: number[]) => number[]} gradient
 * @property {(point: number[]) => number[][]} hessian
 * @property {any} tree as it was written, for domain.js
 */
export const WRITTEN = {};

/** What the person at the terminal must know, in words ready to be shown. */
export class DataProblem extends Error {}

/** How the tray camera sits: where a card that lies in the tray is expected in the picture. Calibrated at installation. */
export interface TrayMount {
  /** Width of the card as a share of the picture's width. */
  readonly cardWidth: number;
  /** Centre of the card as shares of the picture's width and height. */
  readonly centreX: number;
  readonly centreY: number;
}

/** The practice tray: 13.4 px/mm in a picture 1280 px wide. */
export const practiceMount: TrayMount = { cardWidth: 0.896, centreX: 0.5, centreY: 0.5 };

/** A message with leads as it was sent. */
export interface Delivery {
  readonly id: number;
  readonly month: string;
  readonly sentAt: string;
  readonly sentBy: string;
  readonly new: number;
  readonly updated: number;
  readonly messageKey: string;
}

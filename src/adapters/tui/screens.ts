import type { LiveScreen, OpenedScreen } from './screen.ts';
import { openHistory } from './screens/history/history-screen.ts';
import { openInbox } from './screens/inbox/inbox-screen.ts';
import { openRecall } from './screens/recall/recall-screen.ts';
import { openReview } from './screens/review/review-screen.ts';
import { openTravel } from './screens/travel/travel-screen.ts';

/** Makes the screen that is asked for. */
export function screenFor(opened: OpenedScreen): LiveScreen {
  switch (opened.name) {
    case 'recall':
      return openRecall(opened.query);
    case 'inbox':
      return openInbox();
    case 'review':
      return openReview(opened);
    case 'travel':
      return openTravel();
    case 'history':
      return openHistory(opened.rev);
    default:
      throw new Error(`no screen ${opened.name}`);
  }
}

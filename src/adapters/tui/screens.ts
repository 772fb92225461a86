import type { LiveScreen, OpenedScreen, ScreenName } from './screen.ts';
import { openConflicts } from './screens/conflicts/conflicts-screen.ts';
import { openEpisode } from './screens/episode/episode-screen.ts';
import { openHistory } from './screens/history/history-screen.ts';
import { openInbox } from './screens/inbox/inbox-screen.ts';
import { openLearning } from './screens/learning/learning-screen.ts';
import { openRecall } from './screens/recall/recall-screen.ts';
import { openRecord } from './screens/record/record-screen.ts';
import { openReview } from './screens/review/review-screen.ts';
import { openTravel } from './screens/travel/travel-screen.ts';

/** Those that have a tab, by their numbers. */
export const TABS: readonly OpenedScreen[] = [
  { name: 'recall' },
  { name: 'history' },
  { name: 'review' },
  { name: 'inbox' },
  { name: 'learning' },
];

/** One of each there is, in the order of the help. */
export const EACH_SCREEN: readonly OpenedScreen[] = [
  ...TABS,
  { name: 'record', id: '' },
  { name: 'episode', id: '' },
  { name: 'conflicts' },
  { name: 'travel' },
];

export const SCREEN_TITLES: Readonly<Record<ScreenName, string>> = {
  recall: 'Recall',
  history: 'History',
  review: 'Review',
  inbox: 'Inbox',
  learning: 'Learning',
  record: 'Record',
  episode: 'Episode',
  conflicts: 'Conflicts',
  travel: 'Time travel',
};

/** Makes the screen that is asked for. */
export function screenFor(opened: OpenedScreen): LiveScreen {
  switch (opened.name) {
    case 'recall':
      return openRecall(opened.query);
    case 'inbox':
      return openInbox();
    case 'review':
      return openReview(opened);
    case 'conflicts':
      return openConflicts();
    case 'travel':
      return openTravel();
    case 'history':
      return openHistory(opened.rev);
    case 'learning':
      return openLearning();
    case 'episode':
      return openEpisode(opened.id);
    case 'record':
      return openRecord(opened.id);
  }
}

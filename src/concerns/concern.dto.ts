import { codesOf, fieldCodes } from '../law/index.js';
import { Code, Codes, Id, Ids, IsoDate, PageQuery, Part, Parts, QueryWhole, Shaped, Slug, Text, Texts, Whole } from '../platform/index.js';
import { SubjectBody, SubjectView } from '../people/index.js';
import { concernStates, type ConcernState } from './concern.js';


const AboutSubject = (): PropertyDecorator => Shaped(/^[A-Za-z][A-Za-z0-9-]{0,15}$/, 'a label of one of the subjects', { optional: true, about: 'Which subject it is about.' });

/** 3x5x2: each item is graded, never the report. */
export class GradingBody {
  @Whole({ min: 1, max: 3, about: '1 reliable, 2 untested, 3 not reliable' }) source!: 1 | 2 | 3;
  @Code(['A', 'B', 'C', 'D', 'E'], { about: 'A known directly, B known indirectly but corroborated, C known indirectly, D not known, E suspected to be false' }) information!: 'A' | 'B' | 'C' | 'D' | 'E';
  @Code(['P', 'C'], { about: 'P lawful sharing permitted; C permitted under conditions' }) handling!: 'P' | 'C';
  @Code(['A1', 'A2', 'A3'], { optional: true, about: 'The action code, where conditions were set.' }) action?: 'A1' | 'A2' | 'A3';
  @Code(['S1', 'S2'], { optional: true, about: 'The sanitisation code, where conditions were set.' }) sanitisation?: 'S1' | 'S2';
}

export class ItemBody {
  @Code('Field', fieldCodes, { about: 'What kind of information the text is: the rules decide field by field.' }) field!: string;
  @AboutSubject() about?: string;
  @Text({ max: 10_000, about: 'The words, and nothing of another field: an address belongs into an item of its own.' }) text!: string;
  @Code('StatementKind', codesOf('statementKinds'), { about: 'Fact, opinion, or what a third party reported.' }) statement!: string;
  @Text({ max: 200, about: 'Where it comes from.' }) source!: string;
  @Code('Confidence', codesOf('confidence'), { about: 'How sure the writer is.' }) confidence!: string;
  @IsoDate({ optional: true, about: 'The day it was so. Some agreements permit recent items only, and an undated one is not recent.' }) on?: string;
  @Code(['official', 'official-sensitive'], { optional: true, about: 'official-sensitive when left out. Secret and above may not be held here.' }) marking?: string;
  @Part(() => GradingBody, { optional: true, about: '3x5x2 grading, for intelligence. An ungraded item of intelligence does not cross.' }) grading?: GradingBody;
  @Code('ItemKind', codesOf('itemKinds'), { optional: true, about: 'What kind of record it is, where an agreement treats kinds differently.' }) itemKind?: string;
  @Ids({ max: 20, optional: true, about: 'Rows that the text was copied from, by `contentId`. It keeps the strictest of their labels. Text that was pasted without saying so is recognised as well.' }) copiedFrom?: string[];
}

export class ChangedItemBody extends ItemBody {
  @Id({ about: 'The item that this becomes the next version of.' }) itemId!: string;
}

export class IndicatorBody {
  @Code('Indicator', codesOf('indicators'), { about: 'The sign that was seen.' }) code!: string;
  @Code('IndicatorBasis', codesOf('indicatorBases'), { about: 'Observed by the writer, reported to them, or inferred.' }) basis!: string;
  @IsoDate({ optional: true, about: 'The day it was seen.' }) on?: string;
  @AboutSubject() about?: string;
  @Text({ max: 200, optional: true, about: 'Who observed or reported it.' }) observer?: string;
}

export class RaiseConcernBody {
  @Code(['draft', 'raised'], { optional: true, about: 'raised when left out' }) state?: 'draft' | 'raised';
  @Slug({ about: 'Your team, which will own the concern.' }) team!: string;
  @Codes('HarmType', codesOf('harmTypes'), { min: 1, about: 'Which kinds of hidden harm it may be.' }) harmTypes!: string[];
  @Parts(() => SubjectBody, { min: 1, max: 20, about: 'The people it is about, each in their role in this concern.' }) subjects!: SubjectBody[];
  @Parts(() => IndicatorBody, { max: 50, optional: true, about: 'Signs that were observed, reported or inferred.' }) indicators?: IndicatorBody[];
  @Parts(() => ItemBody, { max: 100, about: 'The content, one kind of information to an item.' }) items!: ItemBody[];
}

export class AmendConcernBody {
  @Parts(() => SubjectBody, { max: 20, optional: true, about: 'A ref that is there already: what is known of that person’s part from now on, whole (roles, age, risk). Another ref: a further person.' }) subjects?: SubjectBody[];
  @Codes('HarmType', codesOf('harmTypes'), { min: 1, optional: true, about: 'Replaces the harm types.' }) harmTypes?: string[];
  @Parts(() => IndicatorBody, { max: 50, optional: true, about: 'Further indicators.' }) indicators?: IndicatorBody[];
  @Parts(() => ItemBody, { max: 100, optional: true, about: 'Further items.' }) items?: ItemBody[];
  @Parts(() => ChangedItemBody, { max: 100, optional: true, about: 'Items whose text or labels change; the version before is kept.' }) changes?: ChangedItemBody[];
  @Ids({ max: 100, optional: true, about: 'Items that no longer belong to the concern; their versions are kept.' }) removals?: string[];
}

export class WithdrawConcernBody {
  @Code(['raised-in-error', 'duplicate', 'person-asked', 'no-longer-a-concern'], { about: 'Why. Its recipients can open it no more.' }) reason!: string;
}

export class ConcernQuery extends PageQuery {
  @Code(concernStates, { optional: true }) state?: ConcernState;
}

export class VersionQuery {
  @QueryWhole({ min: 1, max: 1_000_000, about: 'The concern as it was at this version; now when left out.' }) version?: number;
}

export class SubjectReceipt {
  @Id() id!: string;
  @Text({ max: 16 }) label!: string;
}

export class ItemReceipt {
  @Id() itemId!: string;
  @Id() contentId!: string;
  @Code('Field', fieldCodes) field!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Texts({ each: 60, max: 30, about: 'Fields whose rules this text is under: its own, and those of every text it was copied from.' }) carries!: string[];
}

/** What a write answers: markers, no words. */
export class ConcernReceipt {
  @Id() id!: string;
  @Code(concernStates) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Parts(() => SubjectReceipt, { max: 20 }) subjects!: SubjectReceipt[];
  @Parts(() => ItemReceipt, { max: 300 }) items!: ItemReceipt[];
  @Id({ about: 'The ledger entry of this write.' }) entryId!: string;
}

export class ToldView {
  @Slug({ about: 'Who answers for the recipient today.' }) agency!: string;
  @Slug() team!: string;
  @Id() referral!: string;
}

export class RecordedWishesReceipt extends ConcernReceipt {
  @Parts(() => ToldView, { max: 10_000, about: 'Of a withdrawal: past recipients whom the service has told just now. Whoever had been told, or is kept away by the person’s list, is not among them. The obligation notify-recipients-of-withdrawal is done with this.' }) told!: ToldView[];
}

export class ItemView extends ItemReceipt {
  @Id({ nullable: true }) about!: string | null;
  @Text({ max: 10_000 }) text!: string;
  @Code('StatementKind', codesOf('statementKinds')) statement!: string;
  @Text({ max: 200 }) source!: string;
  @Code('Confidence', codesOf('confidence')) confidence!: string;
  @IsoDate({ nullable: true }) on!: string | null;
  @Code('Marking', codesOf('markings')) marking!: string;
  @Part(() => GradingBody, { nullable: true }) grading!: GradingBody | null;
  @Slug({ about: 'Whose information it is, for access requests and corrections.' }) controller!: string;
}

export class IndicatorView {
  @Code('Indicator', codesOf('indicators')) code!: string;
  @Code('IndicatorBasis', codesOf('indicatorBases')) basis!: string;
  @IsoDate({ optional: true }) on?: string;
  @Id({ nullable: true }) about!: string | null;
  @Text({ max: 200, optional: true }) observer?: string;
}

export class ConcernEventView {
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Text({ max: 40 }) event!: string;
  @Text({ max: 40, nullable: true }) reason!: string | null;
  @Id() staff!: string;
  @Text({ max: 40 }) at!: string;
}

export class ConcernView {
  @Id() id!: string;
  @Code(concernStates) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Slug() team!: string;
  @Codes('HarmType', codesOf('harmTypes')) harmTypes!: string[];
  @Parts(() => SubjectView, { max: 20 }) subjects!: SubjectView[];
  @Parts(() => IndicatorView, { max: 300 }) indicators!: IndicatorView[];
  @Parts(() => ItemView, { max: 300 }) items!: ItemView[];
  @Parts(() => ConcernEventView, { max: 1000 }) history!: ConcernEventView[];
}

export class ListedConcernView {
  @Id() id!: string;
  @Code(concernStates) state!: string;
  @Whole({ min: 1, max: 1_000_000 }) version!: number;
  @Slug() team!: string;
  @Text({ max: 40 }) changedAt!: string;
  @Codes('HarmType', codesOf('harmTypes')) harmTypes!: string[];
  @Texts({ each: 10_000, max: 20, about: 'Who it is about, as their identity items say.' }) people!: string[];
  @Text({ max: 200, nullable: true, about: 'The beginning of the first summary.' }) summary!: string | null;
}

import { code } from './checks.js';

/** Checks for the codes that requests and clauses share, each against its vocabulary in the law data. */
export const agencyTypes = code((law) => law.agencies, 'agency types');
export const purposes = code((law) => law.purposes, 'purposes');
export const fields = code((law) => law.fields, 'fields');
export const gateways = code((law) => law.gatewayIds, 'gateways');
export const forums = code((law) => law.codes.forums, 'forums');
export const wishes = code((law) => law.codes.wishes, 'wishes');
export const personRoles = code((law) => law.codes.personRoles, 'person roles');
export const riskLevels = code((law) => law.codes.riskLevels, 'risk levels');
export const approvers = code((law) => law.codes.approvers, 'approvers');
export const itemKinds = code((law) => law.codes.itemKinds, 'kinds of item');

export { AgreementsModule } from './agreements.module.js';

import { Module } from '@nestjs/common';
import { StaffDirectory } from '../access/index.js';
import { AgenciesController } from './agencies.controller.js';
import { ManageStaff } from './manage-staff.js';
import { StaffController } from './staff.controller.js';
import { SuccessionsController } from './successions.controller.js';
import { SucceedAgency } from './succeed-agency.js';
import { StaffOfThePartnership } from './staff-directory.store.js';

@Module({ controllers: [AgenciesController, StaffController, SuccessionsController], providers: [ManageStaff, SucceedAgency, { provide: StaffDirectory, useClass: StaffOfThePartnership }], exports: [StaffDirectory] })
export class AgenciesModule {}

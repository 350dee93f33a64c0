import { Module } from '@nestjs/common';
import { StaffDirectory } from '../access/index.js';
import { AgenciesController } from './agencies.controller.js';
import { ManageStaff } from './manage-staff.js';
import { StaffController } from './staff.controller.js';
import { StaffOfThePartnership } from './staff-directory.store.js';

@Module({ controllers: [AgenciesController, StaffController], providers: [ManageStaff, { provide: StaffDirectory, useClass: StaffOfThePartnership }], exports: [StaffDirectory] })
export class AgenciesModule {}

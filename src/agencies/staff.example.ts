/** Example of the API document: somebody whom the administrator of the demonstration's borough could add. */
export const newcomerExample = {
  name: 'Ines Corbridge',
  position: 'Housing options adviser',
  issuer: 'https://id.downshire-partnership.demo.invalid',
  subject: 'ines-corbridge',
  roles: ['caseworker'],
  teams: ['wealdmere-housing-options'],
};

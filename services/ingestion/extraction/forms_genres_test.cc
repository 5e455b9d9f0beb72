// Forms that belong to a kind of text: programmes, minutes, answers to consultations, guidance,
// letters, reports of what others want. One example each, of fields that vary.
#include "services/ingestion/extraction/forms_testing.h"

namespace plenum::ingestion {
namespace {

TEST(Genres, ProgrammesPromise) {
  const std::string programme =
      "A programme for the islands\n\n"
      "A Harbour Party government will introduce a second-home tax of 4 per cent.\n\n"
      "We'll build 800 homes for rent.\n\n"
      "We will never again sell public land to the highest bidder.\n\n"
      "Under our plans, fares for islanders will be frozen until 2031.\n\n"
      "We are committed to bringing the ferry company back into public ownership.\n\n"
      "Teachers who come to the islands will receive a bonus of 6,000 pounds.\n\n"
      "Bottom trawling within six miles of the shore will end.\n\n"
      "Bills will fall, and this will cut the cost of living.\n\n"
      "The other parties will raise taxes.\n";
  ExpectForms(
      {{programme.c_str(),
        {"R Introduce a second-home tax of 4 per cent", "R Build 800 homes for rent",
         "O Sell public land to the highest bidder", "R Freeze fares for islanders until 2031",
         "R Bring the ferry company back into public ownership",
         "R Give teachers who come to the islands a bonus of 6,000 pounds",
         "R End bottom trawling within six miles of the shore"}}});
}

TEST(Genres, MinutesMoveVoteAndDirect) {
  ExpectForms({
      {"Minutes of the meeting of 14 October\n\nMoved by Larsen, seconded by Petrov, that rental "
       "licences be capped at 300. Carried 4-1.\n\nMoved by Iwu, seconded by Bell, that rentals be "
       "prohibited in the old town. Motion failed 2-3.\n\nMoved by Bell, seconded by Iwu, that the "
       "minutes of 30 September be approved. Carried unanimously.\n\nStaff were directed to report "
       "back on the cost of a noise hotline.\n\nCouncil agreed in principle to phase out petrol "
       "leaf blowers by 2027.\n\nRESOLVED, that the arena be opened as a winter shelter.\n",
       {"R Cap rental licences at 300", "O Prohibit rentals in the old town",
        "R Report back on the cost of a noise hotline", "R Phase out petrol leaf blowers by 2027",
        "R Open the arena as a winter shelter"}},
  });
}

TEST(Genres, ConsultationsAreAnswered) {
  ExpectForms({
      {"Question 2: Should there be a limit on the number of packs sold in one order?\n\nNo. It "
       "would punish carers.",
       {"O Introduce a limit on the number of packs sold in one order"}},
      {"We strongly disagree with the proposal that every order should require a video call.",
       {"O Require a video call"}},
      {"We would also like to see misuse of the logo made a criminal offence.",
       {"R Make misuse of the logo a criminal offence"}},
      {"We believe it is essential that insulin and vaccines travel in cooled packaging.",
       {"R Ensure that insulin and vaccines travel in cooled packaging"}},
      {"A monthly limit, on the other hand, would in our opinion be unworkable.",
       {"O Introduce a monthly limit"}},
  });
}

TEST(Genres, GuidanceTellsWhatToDo) {
  ExpectForms(
      {
          {"- Ask the pharmacist to review the medicines of every resident at risk.\n- Close the "
           "shutters before noon.\n",
           {"R Ask the pharmacist to review the medicines of every resident at risk",
            "R Close the shutters before noon"}},
          {"Fans should not be relied on in rooms hotter than 35 degrees.",
           {"O Rely on fans in rooms hotter than 35 degrees"}},
          {"Air conditioning may be appropriate for some buildings.",
           {"M Introduce air conditioning"}},
          {"Each packet should carry its origin.", {"R Ensure each packet carries its origin"}},
      },
      Format::kMarkdown);
}

TEST(Genres, LettersAskAndBeg) {
  ExpectForms({
      {"Please leave it to each school to decide what is worn.",
       {"R Let each school decide what is worn"}},
      {"Above all, we beg you not to go ahead with the merger of the two colleges.",
       {"O Merge the two colleges"}},
      {"We ask you not to close the library.", {"O Close the library"}},
      {"Many of us would go further and raise the minimum age for accounts to fifteen.",
       {"R Raise the minimum age for accounts to fifteen"}},
  });
}

TEST(Genres, ReportsWeighAndRequire) {
  ExpectForms({
      {"We can see considerable merit in allowing companies to move water by canal.",
       {"R Allow companies to move water by canal"}},
      {"We recommend that the scheme is extended to the islands.",
       {"R Extend the scheme to the islands"}},
      {"Assigning a single officer with clear responsibility would go a long way.",
       {"R Assign a single officer with clear responsibility"}},
      {"In the longer term, there may be a case for merging the smallest colleges.",
       {"M Merge the smallest colleges"}},
      {"A voluntary code of conduct is another possibility.",
       {"M Introduce a voluntary code of conduct"}},
      {"Landlords who neglect damp should lose their licence.",
       {"R Strip landlords who neglect damp of their licence"}},
      {"If the council wants fewer cars, it should make buses free at weekends.",
       {"R Make buses free at weekends"}},
      {"The time has come for a single regulator of waste.",
       {"R Introduce a single regulator of waste"}},
      {"It is high time that every stop had a display.", {"R Give every stop a display"}},
      {"We considered and rejected two alternatives. The first was to relocate colleges by decree. "
       "The second was a lower cap on fees.",
       {"O Relocate colleges by decree", "O Introduce a lower cap on fees"}},
  });
}

TEST(Genres, NewsTellsWhatOthersWant) {
  ExpectForms({
      {"A compromise floated by the regional parliament would see the quota halved rather than "
       "scrapped.",
       {"M Halve the quota"}},
      {"It has put forward a plan under which trawling would be banned from January to April.",
       {"M Ban trawling from January to April"}},
      {"Ministers are to decide next week whether to close the fishery.", {}},
  });
}

TEST(Genres, ListsOfThings) {
  ExpectForms(
      {{"## Recommendations\n\n- Waiver of import duties on solar lamps.\n- Flexible "
        "funding for energy.\n- No more money for diesel generators.\n- A requirement on "
        "every camp to publish its fuel bill.\n- Grant refugees the right to buy and sell "
        "electricity.\n",
        {"R Waive import duties on solar lamps", "R Provide flexible funding for energy",
         "O Provide money for diesel generators", "R Require every camp to publish its fuel bill",
         "R Grant refugees the right to buy and sell electricity"}}},
      Format::kMarkdown);
}

TEST(Genres, DraftsProvide) {
  ExpectForms({
      {"Explanatory memorandum\n\nClause 1 requires new lights to be shielded. Clause 3 provides "
       "that "
       "displays be switched off at night. Clause 4 exempts hospitals and ports. Clause 5 allows "
       "councils to designate dark areas.",
       {"R Require new lights to be shielded", "R Switch off displays at night",
        "R Exempt hospitals and ports", "R Allow councils to designate dark areas"}},
      {"The bill creates a lighting inspectorate and abolishes the licence.",
       {"M Create a lighting inspectorate", "M Abolish the licence"}},
      {"Under the plan, shops would be closed at ten.", {"M Close shops at ten"}},
      {"Section 12 allows councils to borrow.", {}},
  });
}

TEST(Genres, OthersTurnDown) {
  ExpectForms({
      {"The union rejects the offer of self-certification.", {"O Introduce self-certification"}},
      {"Parents oppose plans to close the village school.", {"O Close the village school"}},
      {"I am no fan of subsidies for city beehives.", {"O Introduce subsidies for city beehives"}},
      {"We think the council is wrong.", {}},
      {"Spending public money on beehives makes matters worse.",
       {"O Spend public money on beehives"}},
  });
}

TEST(Genres, ItemsTellAsFactWhatIsToBe) {
  ExpectForms(
      {{"## What we suggest\n\n- Every museum that holds remains completes an inventory.\n- "
        "Remains are not put on display without consent.\n",
        {"R Complete an inventory", "O Put remains on display without consent"}}},
      Format::kMarkdown);
}

TEST(Genres, AssembliesReportTheirVotes) {
  ExpectForms({
      {"By 81 votes to 12, members supported a higher tax on sugary drinks.",
       {"R Introduce a higher tax on sugary drinks"}},
      {"A tax on bread found little favour: most voted against it.",
       {"O Introduce a tax on bread"}},
      {"There was overwhelming agreement that sweets should be removed from checkouts.",
       {"R Remove sweets from checkouts"}},
      {"A clear majority (68) also wanted advertisements to be restricted.",
       {"R Restrict advertisements"}},
      {"Members were unanimous that cooking should be taught in all schools.",
       {"R Teach cooking in all schools"}},
      {"They would like the government to publish the results.", {"R Publish the results"}},
  });
}

TEST(Genres, SubmissionsArgue) {
  ExpectForms({
      {"We believe the minimum wage should rise next year by no more than inflation.",
       {"R Raise the minimum wage next year by no more than inflation"}},
      {"Abolition of the apprentice rate would, we fear, destroy our trade.",
       {"O Abolish the apprentice rate"}},
      {"We would support a doubling of the number of inspectors.",
       {"R Double the number of inspectors"}},
      {"For repeat offenders, suspension of the licence could be considered.",
       {"M Suspend the licence"}},
      {"What we do not recommend is compulsory headgear.", {"O Require headgear"}},
      {"Calls for a ban on tackling go further than the evidence allows.",
       {"O Introduce a ban on tackling"}},
      {"Nor should anyone think of cutting their cables in return.",
       {"O Cut their cables in return"}},
      {"Some have suggested arming the cables with explosives. That is madness.",
       {"O Arm the cables with explosives"}},
      {"In villages of more than 500 households a small grid may make more sense than panels.",
       {"M Introduce a small grid"}},
  });
}

TEST(Genres, EssaysTurnAndQualify) {
  ExpectForms({
      {"It is equally important that exercises take place in winter.",
       {"R Hold exercises in winter"}},
      {"Data on shipping, which at present each navy guards, needs to be shared in real time.",
       {"R Share data on shipping in real time"}},
      {"The temptation to extend the guarantee to the colonies should be resisted.",
       {"O Extend the guarantee to the colonies"}},
      {"Such a change could take several forms. One would be to reduce the garrison on the "
       "islands.",
       {"M Reduce the garrison on the islands"}},
      {"The dispatch system is beyond repair, and we recommend its replacement by 2027.",
       {"R Replace the dispatch system by 2027"}},
      {"The new system should have an open interface.",
       {"R Give the new system an open interface"}},
      {"No crew should wait longer than thirty minutes.",
       {"R Ensure no crew waits longer than thirty minutes"}},
      {"The ministry's suggestion that hospitals be fined for delays strikes us as perverse.",
       {"O Fine hospitals for delays"}},
      {"We looked at a minimum price per trip but discarded it.",
       {"O Introduce a minimum price per trip"}},
      {"Higher walls are precisely what we do not need.", {"O Introduce higher walls"}},
      {"I would not, as some urge, scrap the insurance pool.", {"O Scrap the insurance pool"}},
      {"The levy should be raised by a tenth and extended to milkshakes.",
       {"R Raise the levy by a tenth", "R Extend the levy to milkshakes"}},
      {"We call for an increase in the levy on soft drinks.",
       {"R Increase the levy on soft drinks"}},
      {"The society opposes charges for missed visits.", {"O Introduce charges for missed visits"}},
  });
}

TEST(Genres, DenialsAndRefusalsInside) {
  ExpectForms({
      {"Drawings by children should under no circumstances be destroyed.",
       {"O Destroy drawings by children"}},
      {"The service does not accept that calls should be made free.", {"O Make calls free"}},
      {"No new tariff should take effect before its cost has been estimated.",
       {"R Ensure no new tariff takes effect before its cost has been estimated"}},
      {"Scrapping the tariffs overnight would hand a windfall to importers and is best avoided.",
       {"O Scrap the tariffs overnight"}},
      {"A year-round ban is hard to enforce; councils should avoid it.",
       {"O Introduce a year-round ban"}},
      {"The email scheme should be extended to all prisons and made free of charge.",
       {"R Extend the email scheme to all prisons", "R Make the email scheme free of charge"}},
      {"We recommend that all officers attend a course in conservation.",
       {"R Ensure that all officers attend a course in conservation"}},
  });
}

TEST(Genres, LimitsEventsAndElidedVerbs) {
  ExpectForms({
      {"No one should pay more than 60,000 for care over a lifetime.",
       {"R Ensure no one pays more than 60,000 for care over a lifetime"}},
      {"Exercises ought to be held at least once a year.",
       {"R Hold exercises at least once a year"}},
      {"A more modest measure would be the periodic rotation of aircraft through two bases.",
       {"M Rotate aircraft through two bases"}},
      {"The council wants to sell the old library.", {"M Sell the old library"}},
      {"If money is the trouble, lease the place to a trust.", {"R Lease the place to a trust"}},
      {"What must not happen is a charge for membership.", {"O Introduce a charge for membership"}},
      {"The system should itself be reviewed after three years.",
       {"R Review the system after three years"}},
      {"Give jurors a written summary at the start of each week.",
       {"R Give jurors a written summary at the start of each week"}},
      {"We see no merit in compulsory care insurance.", {"O Require care insurance"}},
      {"All homes should meet the standard, and the grants for old ones be made simpler.",
       {"R Ensure all homes meet the standard", "R Make the grants for old ones simpler"}},
  });
}

TEST(Genres, VerbsThatBelongTogether) {
  ExpectForms({
      {"They should neither subsidise coal nor tax solar panels.",
       {"O Subsidise coal", "O Tax solar panels"}},
      {"The ministry should not only fund the line but also electrify it.",
       {"R Fund the line", "R Electrify the line"}},
      {"Garden centres should stop selling sprays that kill what they claim to protect.",
       {"R Stop selling sprays that kill what they claim to protect"}},
      {"Farmers could be paid to leave a strip along every hedge, and should be.",
       {"R Pay farmers to leave a strip along every hedge"}},
      {"The ban must be lifted, lest the industry collapse.", {"R Lift the ban"}},
  });
}

// Personal plans, contractions and clauses inside a subject: nothing is proposed.
TEST(Genres, StoriesAndAdviceAreNoPolicy) {
  ExpectForms({
      {"I wanted to buy a copy, but it was out of print.", {}},
      {"No longer need a second nurse.", {}},
      {"We decided to drive to the coast and leave the dog at home.", {}},
      {"You'll never have to download an update.", {}},
      {"The second thing you need to calculate is your annual spending.", {}},
      {"A good social support system is thought to reduce stress.", {}},
      {"Poor sleep may be linked to binge eating.", {}},
      {"The study found the mass could be reduced by a third.", {"M Reduce the mass by a third"}},
  });
}

}  // namespace
}  // namespace plenum::ingestion

// The forms in which policy prose proposes things, one example each, and the look-alikes that
// propose nothing. Fields and subjects vary, so that no rule can live on the words of one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/ingestion/extraction/forms_testing.h"

namespace plenum::ingestion {
namespace {

using ::testing::IsEmpty;

TEST(Forms, DenialsInTheSubjectOrInFront) {
  ExpectForms({
      {"Neither government should withdraw the fighter squadrons.",
       {"O Withdraw the fighter squadrons"}},
      {"No government should tear up the agreement.", {"O Tear up the agreement"}},
      {"Under no circumstances should Washington close the northern port.",
       {"O Close the northern port"}},
      {"No one should be surprised by the result.", {}},
      {"The ministry should cut the fee by 5 euros. The port should cut the fee by 20 euros.",
       {"R Cut the fee by 5 euros", "R Cut the fee by 20 euros"}},
  });
}

TEST(Forms, Duties) {
  ExpectForms({
      {"Leaseholders have to be told what the survey found.",
       {"R Tell leaseholders what the survey found"}},
      {"Patients must have the right to see their file.",
       {"R Give patients the right to see their file"}},
      {"The ombudsman should have the power to stop a tender.",
       {"R Give the ombudsman the power to stop a tender"}},
      {"Bridges of this type need to be inspected every spring.",
       {"R Inspect bridges of this type every spring"}},
      {"The quota could and should be lowered to 4,000 tonnes.",
       {"R Lower the quota to 4,000 tonnes"}},
      {"Landlords should be required to register their flats.",
       {"R Require landlords to register their flats"}},
      {"Village schools ought to receive a fixed grant each year.",
       {"R Give village schools a fixed grant each year"}},
      {"Grants must be conditional on an energy audit.",
       {"R Make grants conditional on an energy audit"}},
      {"The regulator must be independent of the ministry.",
       {"R Make the regulator independent of the ministry"}},
      {"There should be a register of lobbyists.", {"R Set up a register of lobbyists"}},
      {"There needs to be a joint command for the strait.",
       {"R Introduce a joint command for the strait"}},
      {"The pier should be closed in winter, and the ferry moved to the old dock.",
       {"R Close the pier in winter", "R Move the ferry to the old dock"}},
      {"No permit should be granted unless the farm has a slurry plan.",
       {"R Grant no permit unless the farm has a slurry plan"}},
      {"Officers in the region are to wear cameras on every patrol.",
       {"R Wear cameras on every patrol"}},
      {"The last of these is the toll, which should be abolished.", {"R Abolish the toll"}},
      {"Every ward needs a second night nurse.", {"R Give every ward a second night nurse"}},
      {"The strait does not need more targets.", {"O Give the strait more targets"}},
      {"The port no longer needs more cranes.", {"O Give the port more cranes"}},
      {"The two air bases do not need hardening.", {"O Harden the two air bases"}},
      {"The bridges don't need repairing.", {"O Repair the bridges"}},
      {"The army did not need new tanks.", {}},
      {"Let the mayor publish the contract.", {"R Publish the contract"}},
      {"The government should do three things: publish the forecast, fund the survey and end the "
       "exemption.",
       {"R Publish the forecast", "R Fund the survey", "R End the exemption"}},
  });
}

TEST(Forms, PlainStatesThatAreToComeAbout) {
  ExpectForms({
      {"The living wage should rise by 6 per cent, and so should the apprentice rate.",
       {"R Raise the living wage by 6 per cent", "R Raise the apprentice rate"}},
      {"Ferry fares ought to fall, not rise.", {"R Lower ferry fares"}},
      {"A third of the places should come from the region.",
       {"R Ensure a third of the places come from the region"}},
      {"The six small depots should give way to one large one.",
       {"R Replace the six small depots with one large one"}},
      {"The exemption for private jets should come to an end.",
       {"R End the exemption for private jets"}},
      {"Lead pipes have no place in a school kitchen.",
       {"R Keep lead pipes out of a school kitchen"}},
      {"A duty of care belongs in the statute.", {"R Put a duty of care in the statute"}},
      {"It would help if the night shelters were kept open.", {"R Keep the night shelters open"}},
      {"It is high time the council published its estate plan.", {"R Publish its estate plan"}},
      {"The reserve is exhausted and should be topped up from the levy.",
       {"R Top up the reserve from the levy"}},
      {"The owner should give the tenant three months' notice and be required to file a plan.",
       {"R Give the tenant three months' notice", "R Require the owner to file a plan"}},
      {"The mayors ought between them to fund the night bus.", {"R Fund the night bus"}},
      {"The rota of the lifeboats, now left to goodwill, has to be put on a fixed schedule.",
       {"R Put the rota of the lifeboats on a fixed schedule"}},
      {"Household bills must not rise.", {}},
      {"Traffic should fall next year as a result of the toll.", {}},
      {"It should be clear that nobody wants this.", {}},
  });
}

TEST(Forms, LabelsLeadsAndOptions) {
  ExpectForms(
      {
          {"# Report\n\nProposal 14. A named worker for every child in custody.",
           {"R Appoint a named worker for every child in custody"}},
          {"# Report\n\nProposal 15. All use of force to be recorded on video.",
           {"R Record all use of force on video"}},
          {"# Report\n\n## Recommendation 3\n\nA levy on empty shops.",
           {"R Introduce a levy on empty shops"}},
          {"## Recommendations\n\n- **Quiet nights.** Lorries to be banned from the old "
           "town after ten.\n- **Getting home.** Employers should run a minibus.",
           {"R Ban lorries from the old town after ten", "R Run a minibus"}},
          {"## Recommendations\n\n- Night staff to receive a hot meal on every shift.",
           {"R Give night staff a hot meal on every shift"}},
          {"## Options\n\n### Option A: Keep the boats and subsidise diesel\n\nIt is cheap.\n\n"
           "### Option B: Bridges\n\nThe state would build two bridges over the sound.\n\n"
           "### Option C: Move the school to the mainland\n\nPupils would travel. We do not "
           "consider it further.\n\n## Our view\n\nWe recommend Option B.",
           {"M Keep the boats and subsidise diesel", "R Build two bridges over the sound",
            "O Move the school to the mainland"}},
      },
      Format::kMarkdown);
}

TEST(Forms, WhatMeetingsAndProgrammesSettle) {
  ExpectForms({
      {"RESOLVED that all branch libraries open on Saturdays and that they close on Mondays.",
       {"R Open all branch libraries on Saturdays", "R Close all branch libraries on Mondays"}},
      {"Members voted by five to two to renew the lease of the hall.",
       {"R Renew the lease of the hall"}},
      {"Councillor Eklund asked that her dissent be recorded.", {}},
      {"White paper on ports\n\nThe Government will therefore set up a register of berths. Night "
       "moorings will be suspended in the inner harbour. The Government does not intend to charge "
       "a fee.",
       {"R Set up a register of berths", "R Suspend night moorings in the inner harbour",
        "O Charge a fee"}},
      {"The harbour will be dredged in May.", {}},
  });
}

TEST(Forms, RejectionsInMoreOfTheirForms) {
  ExpectForms({
      {"We are not persuaded that a ban on scooters is justified.",
       {"O Introduce a ban on scooters"}},
      {"Nor do we believe that handing the lines to volunteers is the answer.",
       {"O Hand the lines to volunteers"}},
      {"We looked at raising the income limit and decided against it.",
       {"O Raise the income limit"}},
      {"The minister ruled out raising the diesel rebate.", {"O Raise the diesel rebate"}},
      {"Calls for a second runway should be treated with caution.",
       {"O Introduce a second runway"}},
      {"Raising a third division before the bridges are mended would be a waste of money.",
       {"O Raise a third division before the bridges are mended"}},
      {"We would urge you in the strongest terms not to replace the trains with coaches.",
       {"O Replace the trains with coaches"}},
      {"Some of our members want the canal to be taken back into public hands.",
       {"M Take back the canal into public hands"}},
  });
}

TEST(Forms, CommandsInRunningText) {
  ExpectForms({
      {"The depot has stood empty for years. Convert the depot into homes.",
       {"R Convert the depot into homes"}},
      {"Please do not tie rural payments to readmission rates.",
       {"O Tie rural payments to readmission rates"}},
      {"At a minimum, please publish what each line costs.", {"R Publish what each line costs"}},
      {"Nobody lives above the shops. And why not turn the empty floors into homes?",
       {"R Turn the empty floors into homes"}},
      {"Please send comments to the clerk by Friday.", {}},
      {"Sign the petition and tell the mayor.", {}},
      {"Share this page with your friends.", {}},
      {"Check the label before you buy.", {}},
  });
}

TEST(Forms, WhatMotionsResolve) {
  ExpectForms({
      {"The Council resolves:\n\n1. to open three rest hubs for riders;\n2. not to renew the "
       "catering contract;\n3. to ask the Mayor to publish the figures.",
       {"R Open three rest hubs for riders", "O Renew the catering contract",
        "R Publish the figures"}},
      {"The Inspectorate recommends that:\n\n- no prisoner be released on a Friday;\n- the "
       "discharge grant rise to 150.",
       {"O Release any prisoner on a Friday", "R Raise the discharge grant to 150"}},
      {"This is not the moment to sign a treaty with the neighbour.",
       {"O Sign a treaty with the neighbour"}},
      {"Banning the phones in class is a losing game.", {"O Ban the phones in class"}},
      {"We are firmly opposed to charging for inspections.", {"O Charge for inspections"}},
      {"There is no good reason to allow the scooters on the pier.",
       {"O Allow the scooters on the pier"}},
      {"We do, however, consider that the port should have a veto over licences.",
       {"R Give the port a veto over licences"}},
      {"Teachers need five days of training before September.",
       {"R Give teachers five days of training before September"}},
      {"It should be a rule that no child is held far from home.",
       {"R Hold no child far from home"}},
      {"Councillor Doyle wondered whether the duplicates could be sold.",
       {"M Sell the duplicates"}},
      {"A mobile abattoir in each county would spare animals a journey of hours.",
       {"M Introduce a mobile abattoir in each county"}},
      {"A hard winter in the north would cut supplies.", {}},
      {"Employers told us that a ban would be unworkable.", {}},
      {"We recommend a levy on tyres. Sirens are to be tested every month.",
       {"R Introduce a levy on tyres", "R Test sirens every month"}},
      {"The bridge is to be closed on Monday.", {}},
  });
}

TEST(Forms, WhatArguesForOrAgainstAnAction) {
  ExpectForms({
      {"Raising the payroll tax again would hit the very people we want to help.",
       {"O Raise the payroll tax"}},
      {"Bringing in more carers from abroad is no answer.", {"O Bring in more carers from abroad"}},
      {"Some in the industry would oblige every farm to install a battery. That goes too far.",
       {"O Oblige every farm to install a battery"}},
      {"Some in the industry would oblige every farm to install a battery.", {}},
      {"The remedy that economists agree on is a price for each region.",
       {"R Introduce a price for each region"}},
      {"Better to pay those who live beside the pylons.",
       {"R Pay those who live beside the pylons"}},
      {"The Government promised in 2019 to end no-fault evictions. It should do so without delay.",
       {"R End no-fault evictions"}},
      {"Notice periods must not exceed two months.", {"R Limit notice periods to two months"}},
      {"The nine schemes are confusing. One social tariff should take their place.",
       {"R Replace the nine schemes with one social tariff"}},
      {"There are three options. The first would raise all fees by six per cent.",
       {"M Raise all fees by six per cent"}},
      {"Resolved, by four votes to one, to lease the east quay.", {"R Lease the east quay"}},
      {"The clinics are half empty. We want the state to pay for reopening them.",
       {"R Pay for reopening the clinics"}},
      {"The demand is understandable and the price is ruinous.", {}},
      {"Prices should fall again by the spring.", {}},
      {"Members must pay their subscription by January.", {}},
  });
}

TEST(Forms, ClausesOfResolutionsAndEllipses) {
  ExpectForms({
      {"Decides to establish a registry of incidents.", {"R Establish a registry of incidents"}},
      {"Urges all states to refrain from mapping the cables of others.",
       {"O Map the cables of others"}},
      {"We recommend a levy. Data on response times are not published. They should be.",
       {"R Introduce a levy", "R Publish data on response times"}},
      {"Competitors in one park are encouraged to book trains together.",
       {"R Book trains together"}},
      {"Readers are encouraged to book trains together.", {}},
      {"An exemption for the last fifty kilometres has been proposed. We think it reasonable.",
       {"R Introduce an exemption for the last fifty kilometres"}},
      {"The police would like advice to be given by video.", {"M Give advice by video"}},
      {"The form runs to 38 pages. We invite the Agency to cut it to five.",
       {"R Cut the form to five"}},
      {"It is essential, too, to publish the commitment to voters.",
       {"R Publish the commitment to voters"}},
      {"We heard a strong case for bringing back the law centres, and we support it.",
       {"R Bring back the law centres"}},
      {"Coverage has sunk to 84 per cent; 95 are needed.", {}},
      {"Refusing has a cost, and it should be made to pay it.", {}},
  });
}

TEST(Forms, VerdictsOnWhatStandsBefore) {
  ExpectForms({
      {"Should the council close the depot? No.", {"O Close the depot"}},
      {"Should the council close the depot? Yes.", {"R Close the depot"}},
      {"Should the council close the depot? We think not.", {"O Close the depot"}},
      {"Should the council close the depot? Opinions differ.", {}},
      {"The left wants to buy the canal. The idea should be dropped.", {"O Buy the canal"}},
      {"Councillor Dunne moved that a fee be charged. There was no seconder.", {"O Charge a fee"}},
      {"Councillor Dunne moved that badge holders be exempted. The motion was lost by two votes.",
       {"O Exempt badge holders"}},
      {"Councillor Dunne moved that badge holders be exempted. The motion was carried.",
       {"R Exempt badge holders"}},
  });
}

TEST(Forms, TitlesKeepWhatBelongsToThem) {
  ExpectForms({
      {"Capital gains should be taxed at death.", {"R Tax capital gains at death"}},
      {"The port should be closed at once.", {"R Close the port"}},
      {"Inspections should be unannounced, and fines raised to 500 a hectare.",
       {"R Raise fines to 500 a hectare"}},
      {"It would need an escrow agent.", {}},
      {"To be sure, hospitals must balance their books.", {}},
      {"Readers should write to the editor.", {}},
      {"The proposal to exempt small firms would drive a coach and horses through the law.",
       {"M Exempt small firms"}},
  });
}

TEST(Forms, Addresses) {
  ExpectForms({
      {"Urges Member States to criminalise the trade.", {"R Criminalise the trade"}},
      {"We ask you to ban the sale of coal.", {"R Ban the sale of coal"}},
      {"We would scrap the levy and fund the clinics.", {"R Scrap the levy", "R Fund the clinics"}},
      {"If it were ours, we would scrap the levy.", {}},
      {"Our main recommendation is to raise the age limit.", {"R Raise the age limit"}},
      {"The council should buy the land[4] and build 200 homes.[5]",
       {"R Buy the land", "R Build 200 homes"}},
      {"The city should (a) plant trees, (b) open parks, and (c) fund buses.",
       {"R Plant trees, open parks, and fund buses"}},
      {"A moratorium on licences would be sensible.", {"R Introduce a moratorium on licences"}},
      {"Extending the scheme to tenants makes sense.", {"R Extend the scheme to tenants"}},
      {"That would be sensible.", {}},
      {"We need a national register of lobbyists.", {"R Set up a national register of lobbyists"}},
      {"Our proposal: raise the age limit to 21.", {"R Raise the age limit to 21"}},
      {"All new buses should be electric by 2030.", {"R Make all new buses electric by 2030"}},
      {"The least that legislators can do is to publish a register of models.",
       {"R Publish a register of models"}},
      {"It is up to Congress to raise the fee.", {"R Raise the fee"}},
      {"First, give every region the power to run buses.",
       {"R Give every region the power to run buses"}},
  });
}

TEST(Forms, WhatIsNotWanted) {
  ExpectForms({
      {"Building a reservoir in the vale is not the answer.", {"O Build a reservoir in the vale"}},
      {"Selling the harbour would be folly.", {"O Sell the harbour"}},
      {"Nobody should sell the harbour.", {"O Sell the harbour"}},
      {"There is no point in lecturing the junta.", {}},
      {"The board rejects the idea of a fertiliser tax.", {"O Introduce a fertiliser tax"}},
      {"We do not think that the levy is needed.", {"O Introduce the levy"}},
      {"It is not clear that the city should fund the stadium.", {"O Fund the stadium"}},
      {"The council should not have to sell its land.", {"O Sell its land"}},
      {"We cannot support the proposal to merge the two hospitals.", {"O Merge the two hospitals"}},
      {"Calls to ban cruise ships should be resisted.", {"O Ban cruise ships"}},
      {"Ministers should drop plans to cut the grant.", {"O Cut the grant"}},
      {"Don't cut the library budget.", {"O Cut the library budget"}},
      {"Some propose electrifying the line. I would not.", {"O Electrify the line"}},
      {"The mayor wants to sell the harbour. That is a terrible idea.", {"O Sell the harbour"}},
  });
}

TEST(Forms, Judgements) {
  ExpectForms({
      {"It is vital that tenants be consulted before the sale.",
       {"R Consult tenants before the sale"}},
      {"It is high time to dredge the canal.", {"R Dredge the canal"}},
      {"The time has come to reopen the branch line.", {"R Reopen the branch line"}},
      {"The ministry would do well to publish its model.", {"R Publish its model"}},
      {"The port would be wise to buy a second tug.", {"R Buy a second tug"}},
      {"A pause in new licences is long overdue.", {"R Introduce a pause in new licences"}},
      {"A national boat register is recommended.", {"R Set up a national boat register"}},
      {"The scheme deserves to be extended to the islands.",
       {"R Extend the scheme to the islands"}},
      {"A short ferry season is worth trying in the north.",
       {"M Try a short ferry season in the north"}},
      {"The answer is to train more welders.", {"R Train more welders"}},
      {"There is a strong case for lowering the voting age.", {"R Lower the voting age"}},
      {"There is much to be said for merging the two agencies.", {"R Merge the two agencies"}},
  });
}

TEST(Forms, ProposalsOfTheAuthorAndOfOthers) {
  ExpectForms({
      {"It is recommended that the weir be raised by a metre.", {"R Raise the weir by a metre"}},
      {"It is proposed to convert the barracks into flats.", {"R Convert the barracks into flats"}},
      {"We want the station to be lit and staffed at night.",
       {"R Light and staff the station at night"}},
      {"We ask the Directorate to begin with one district.", {"R Begin with one district"}},
      {"We would like to see the levy replaced by a land tax.",
       {"R Replace the levy by a land tax"}},
      {"We are in favour of banning lead shot.", {"R Ban lead shot"}},
      {"Several mayors favoured a shared ambulance service.",
       {"M Set up a shared ambulance service"}},
      {"Growers called for a later harvest date.", {"M Introduce a later harvest date"}},
      {"Employers could be asked to report their pay gaps.",
       {"M Ask employers to report their pay gaps"}},
      {"The bill would oblige banks to accept cash.", {"M Oblige banks to accept cash"}},
      {"The plan would also create a fund for repairs.", {"M Create a fund for repairs"}},
      {"At the heart of the plan is a base grant for every museum.",
       {"R Introduce a base grant for every museum"}},
      {"We heard an argument for giving wardens the power to fine.",
       {"M Give wardens the power to fine"}},
  });
}

TEST(Forms, RoundaboutWays) {
  ExpectForms({
      {"More should be done to protect seasonal workers.", {"R Protect seasonal workers"}},
      {"Steps must be taken to secure the supply of chips.", {"R Secure the supply of chips"}},
      {"The council is urged to reconsider the closure.", {"R Reconsider the closure"}},
      {"Our first recommendation is that the ministry appoint a chief scientist.",
       {"R Appoint a chief scientist"}},
      {"The case for a land tax is overwhelming.", {"R Introduce a land tax"}},
      {"The ban on night flights should stay.", {"R Keep the ban on night flights"}},
      {"The first priority must be to rebuild stocks.", {"R Rebuild stocks"}},
      {"Ministers should consider whether to extend the pilot.", {"R Extend the pilot"}},
      {"It makes little sense to fund two agencies for one task.",
       {"O Fund two agencies for one task"}},
      {"The authorities should think twice before selling the land.", {"O Sell the land"}},
      {"We see no reason to change the formula.", {"O Change the formula"}},
      {"Another would be to lease tankers from the allies.", {"M Lease tankers from the allies"}},
      {"The opposition has pledged to abolish the tax.", {"M Abolish the tax"}},
  });
}

TEST(Forms, DecisionsOfAMeeting) {
  ExpectForms({
      {"It was resolved that the footbridge be closed to horses.",
       {"R Close the footbridge to horses"}},
      {"It was agreed to plant a hedge along the lane.", {"R Plant a hedge along the lane"}},
      {"The Council voted to lease the mill to the cooperative.",
       {"R Lease the mill to the cooperative"}},
      {"RESOLVED: to sell the old fire engine.", {"R Sell the old fire engine"}},
      {"The Board decided not to renew the cleaning contract.", {"O Renew the cleaning contract"}},
      {"A proposal to move the market was rejected by six votes to three.", {"O Move the market"}},
      {"The trustees agreed that the hall be let to the choir.", {"R Let the hall to the choir"}},
  });
}

TEST(Forms, Rejections) {
  ExpectForms({
      {"The government should resist calls to lower the age limit.", {"O Lower the age limit"}},
      {"Ministers must avoid closing the border.", {"O Close the border"}},
      {"The council should drop its plan to sell the baths.", {"O Sell the baths"}},
      {"We do not think that fares should be raised.", {"O Raise fares"}},
      {"Some want the dam to be removed, and I cannot agree.", {"O Remove the dam"}},
      {"An adviser has argued that the unit should be closed. We do not believe that this is "
       "justified.",
       {"O Close the unit"}},
      {"Nor is it necessary to publish every invoice.", {"O Publish every invoice"}},
      {"There is no case for a new tax on boats.", {"O Introduce a new tax on boats"}},
      {"The pumps feed half the valley. Closing them now would be reckless.",
       {"O Close the pumps now"}},
      {"Nothing would be gained by moving the court.", {"O Move the court"}},
      {"The panel turned down two ideas. Moving the school would split the village. Selling the "
       "field would bring in little.",
       {"O Move the school", "O Sell the field"}},
  });
}

TEST(Forms, Lists) {
  ExpectForms(
      {
          {"## Action plan\n\n- The Ministry to publish the tables\n- Councils to fund two "
           "pilots\n",
           {"R Publish the tables", "R Fund two pilots"}},
          {"## Next steps\n\n1. Agree a date for the handover.\n2. Notify the unions.\n",
           {"R Agree a date for the handover", "R Notify the unions"}},
          {"### Option B: Lease the aircraft\n\nThe air force would lease four aircraft for ten "
           "years.\n",
           {"M Lease the aircraft"}},
          {"### Recommendation 2: End hotel use\n\nHotel use should end by June.\n\nThe ministry "
           "must lease small units.\n",
           {"R End hotel use", "R Lease small units"}},
      },
      Format::kMarkdown);
}

TEST(Forms, LookAlikesProposeNothing) {
  for (const char* text : {
           "A captain has to telephone three ministries before anything happens.",
           "At present a tenant must wait seven years for a flat.",
           "Under the present law owners must apply to a tribunal.",
           "Prices should fall again by the spring.",
           "That should be enough for two winters.",
           "The repair should take about two years.",
           "It should come as no surprise that few applied.",
           "They must have known that the dyke was weak.",
           "The committee asked what should be done.",
           "Nobody knows whether the mine should be reopened.",
           "In 2019 the council decided to close the baths.",
           "Last year the ministry proposed a levy on barges.",
           "The scheme was closed two years later, when its grant ended.",
           "The number of empty homes could rise further.",
           "The neighbours might protest and may even answer with an exercise of their own.",
           "A boiler built today will have to be paid off until 2055.",
           "Should the tariff rise again, many firms would close.",
           "Had the valve been tested, the leak could have been found.",
           "Trees need water in dry summers.",
           "The survey needs to be read with care.",
           "The minutes were agreed and signed.",
           "It was agreed to return to the matter at the next meeting.",
           "The chair reminded members that forms must be returned by Friday.",
           "We will see more of this before the winter is over.",
           "The study will be published in May.",
           "Readers need to know how the figures were made.",
           "You should talk to your doctor before changing the dose.",
           "It would cost about as much each year as the hotel now pays in tax.",
           "The machine must not be confused with its older namesake.",
           "It must be said that the winter was mild.",
           "What should a small town do with a large station?",
           "Who would build a harbour here?",
           "The report should be read in full.",
           "He should know, because he built it.",
           "The police could not say who had opened the gate.",
           "The regulator can already impose fines of up to two million.",
           "Members thanked the staff, who had worked through the night.",
           "The minister said that the program merely assists.",
       }) {
    EXPECT_THAT(Claims(text, Format::kText), IsEmpty()) << text;
  }
}

}  // namespace
}  // namespace plenum::ingestion

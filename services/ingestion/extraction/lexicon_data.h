// The word lists behind lexicon.h, as text: words separated by spaces. Internal to lexicon.cc.
#ifndef PLENUM_SERVICES_INGESTION_EXTRACTION_LEXICON_DATA_H_
#define PLENUM_SERVICES_INGESTION_EXTRACTION_LEXICON_DATA_H_

#include <string_view>

namespace plenum::ingestion {

// Verbs of action. A verb marked with '/' is as often a noun.
inline constexpr std::string_view kActionVerbs =
    "abandon abolish accelerate accept access/ accredit acquire activate adapt add address/ adjust "
    "administer adopt advance/ advertise advocate/ agree aid/ align allocate allow amend analyse "
    "analyze announce appeal/ apply appoint apportion approve arm/ arrange assess assign assist "
    "attach audit/ authorise authorize automate avoid award/ back/ balance/ ban/ bar/ base/ begin "
    "block/ bolster boost/ borrow bring broaden budget/ build bury buy calibrate campaign/ cancel cap/ "
    "carry carve cease centralise centralize certify challenge/ change/ channel/ charge/ check/ "
    "choose clarify classify clean clear close coach/ codify collaborate collect combat/ combine "
    "commence commission/ commit communicate compel compensate compile complete comply compost/ "
    "concentrate conclude condemn conduct confirm confiscate connect conserve consider consolidate "
    "construct consult contain continue contract/ contribute control/ convene convert "
    "cooperate coordinate copy/ correct cover/ create criminalise criminalize curb/ curtail cut/ "
    "deal/ decentralise decentralize decide declare decommission decouple decrease/ decriminalise "
    "decriminalize dedicate deepen defend defer define delay/ delegate/ delete deliver demand/ "
    "demilitarise demilitarize demolish denounce deny deploy deregulate descale design/ designate "
    "develop devolve devote dig digitise digitize direct disarm disband discard disclose "
    "discontinue discourage discuss dismantle dismiss disperse display/ dispose dissolve distribute "
    "diversify divert divest divide document/ donate double/ downgrade/ downsize draft/ draw drill/ "
    "drop/ earmark ease/ educate elect electrify eliminate embed empower enable enact encourage end/ "
    "enforce engage enhance enlarge enlist enrol enroll ensure equip eradicate erect escalate "
    "establish evaluate evict examine exchange/ exclude exempt expand expedite experiment/ explain "
    "explore export/ expose extend facilitate fast-track favour favor file/ finance/ fine/ finish "
    "fit/ fix/ fluoridate focus/ follow forbid force/ forge/ form/ formalise formalize fortify foster "
    "found free freeze/ fulfil fulfill fund/ further gather generate give go-ahead grant/ group/ grow "
    "guarantee/ guard/ halt/ halve hand/ harden harmonise harmonize help/ hire/ hold host/ house/ "
    "identify implement import/ impose improve incentivise incentivize include incorporate increase/ "
    "index/ inform initiate inject inspect install institute/ insulate insure integrate intensify "
    "intercept introduce invest investigate invite involve isolate issue/ join keep label/ "
    "launch/ lay lead/ lease/ legalise legalize legislate lend lengthen let level/ leverage/ levy/ "
    "liberalise liberalize license/ licence/ lift/ limit/ link/ list/ litigate loan/ lobby/ localise "
    "localize locate loosen lower maintain make manage mandate/ map/ match/ measure/ mediate meet "
    "merge migrate minimise minimize mitigate mobilise mobilize model/ moderate modernise modernize "
    "modify monitor/ mount/ move/ name/ narrow nationalise nationalize negotiate nominate normalise "
    "notify nurture oblige observe obtain offer/ offset/ open oppose opt order/ organise organize "
    "outlaw outsource overhaul/ oversee pair/ park/ participate pass/ pause/ pay/ penalise penalize "
    "permit/ phase/ pilot/ place/ plan/ plant/ pledge/ police/ pool/ post/ postpone practise practice/ "
    "prepare prescribe present preserve press/ prevent prioritise prioritize privatise privatize "
    "procure produce/ prohibit prolong promote promulgate propose prosecute protect provide publicise "
    "publicize publish pull punish purchase/ pursue put quadruple qualify quarantine/ raise/ ration/ "
    "rationalise rationalize ratify re-establish re-evaluate re-examine reach reaffirm reallocate "
    "rearm reassess reassign reassure rebalance rebate/ rebuild recalibrate recast recognise recognize "
    "reconsider reconvene record/ recover recruit/ recycle redefine redeploy redesign redirect "
    "redistribute reduce reevaluate reexamine refer refine reform/ refocus refrain refund/ refurbish "
    "refuse register/ regularise regulate rehearse reimburse reinforce reinstate reinvest reject relax "
    "release/ relocate remedy/ remove rename renegotiate renew renovate reopen reorganise reorganize "
    "reorient repair/ repatriate repay repeal/ replace replenish report/ reposition repurpose request/ "
    "require rescind research/ reserve/ reset/ resettle reshape resolve/ resource/ respect/ respond "
    "restock restore restrict restructure resume retain rethink retire retrain retrofit/ return/ reuse "
    "reverse/ review/ revise revisit revitalise revive revoke reward/ ring-fence roll rotate route/ "
    "run/ safeguard/ sanction/ save scale/ scrap/ screen/ seal/ secure seek segregate sell send "
    "separate serve service/ set/ settle share/ shelter/ shelve shift/ shorten show/ shrink shut "
    "sign/ simplify site/ slash slow speed/ spend split/ sponsor/ spread/ stabilise stabilize staff/ "
    "stage/ standardise standardize start/ station/ step/ stockpile/ stop/ store/ streamline "
    "strengthen strike strip study/ submit subsidise subsidize substitute supervise supplement/ "
    "supply/ support/ suspend sustain switch/ synchronise synchronize tackle tailor take target/ tax/ "
    "teach team/ terminate test/ tie/ tighten toughen trace/ track/ trade/ train/ transfer/ "
    "transform transition/ translate transport/ treat/ trial/ trim triple try undertake unify "
    "unite update/ upgrade/ uphold use/ utilise utilize vaccinate validate verify veto/ wage/ waive "
    "ward warn water/ weaken welcome widen wind withdraw withhold work/ write commit-to engage-in "
    "pare scale-back step-up phase-out roll-out co-finance co-locate cofinance crack crackdown "
    "decarbonise decarbonize detain deter disconnect enshrine evacuate exercise/ field/ impound "
    "inventory/ moor mothball nudge/ overturn pare patrol/ pedestrianise plug/ police/ pretest "
    "prune reassemble rebuke recommission reroute resurface rewrite sequester shield/ sow stagger "
    "subject/ surrender/ survey/ swap/ trim tune upskill vet paint light/ illuminate fence/ pave dredge drain/ ask-for fence hire legislate meter/ auction/ repaint resurface sweep whitewash insure mow stock/ wire/ treble unlock loan/ zone/ sue expel readmit admit-to widen sharpen align weatherise weatherize zone/";

// Verbs of state, thought, consequence or chance.
inline constexpr std::string_view kNonActionVerbs =
    "appear ask assume be become believe belong benefit bode care cause come compete complain concern "
    "confuse contain cost count culminate depend deserve deteriorate die differ disappear doubt emerge "
    "expect experience face fail fall fear feel find forget get go grapple happen harm hear hesitate "
    "hope hurt ignore imagine imply indicate know lack last learn like look lose matter mean mind need "
    "notice occur owe pose prefer presume prove question realise realize recall regret rely remain "
    "remember remind represent rest result resemble resist reveal rise seem sense signal sound stand "
    "stay succeed suffer suffice suggest surprise survive tempt tend think trigger trust underestimate "
    "understand want wait win wish wonder worry yield judge weigh view regard see note compromise "
    "damage diminish drag endanger exceed expire force-majeure generate outweigh overcome play prevail provoke "
    "threaten undermine warrant watch live exist explain argue say tell admit concede acknowledge "
    "appreciate bear hinge reflect read speak talk";

inline constexpr std::string_view kReaderVerbs =
    "imagine note notice suppose compare recall remember see read think ask look click subscribe "
    "follow-us sign-up visit listen watch download contact email call join register donate consider "
    "take let picture assume say try find get scroll log tap share enjoy discover learn meet "
    "welcome witness forget";

// Verbs whose subject is what the measure changes.
inline constexpr std::string_view kSubjectVerbs =
    "reach apply include contain cover begin start last end rest go come be remain continue carry "
    "form serve fit extend match meet return follow lead open close pass move increase decrease grow "
    "fall rise count stop have become consist receive get qualify differ stay stand";

// base past-participle pairs that do not follow the rules.
inline constexpr std::string_view kIrregularParticiples =
    "begin begun bring brought build built buy bought choose chosen cut cut deal dealt dig dug draw "
    "drawn drive driven find found forbid forbidden freeze frozen give given grow grown hold held "
    "keep kept lay laid lead led lend lent let let make made meet met overseen overseen oversee "
    "overseen pay paid put put rebuild rebuilt recast recast redo redone rethink rethought reset "
    "reset rewrite rewritten run run seek sought sell sold send sent set set show shown shrink shrunk "
    "shut shut speak spoken spend spent split split spread spread strike struck sow sown take taken "
    "teach taught tell told think thought undertake undertaken uphold upheld wind wound withdraw "
    "withdrawn withhold withheld write written bind bound hear heard see seen leave left break broken "
    "drop dropped fall fallen feed fed fight fought get got go gone hit hit know known lose lost mean "
    "meant rise risen say said shed shed sit sat stand stood steal stolen swear sworn tear torn "
    "throw thrown wear worn win won overturn overturned repay repaid resell resold bear borne";

// Last consonants that double before -ed and -ing.
inline constexpr std::string_view kDoublingVerbs =
    "ban bar cap curb-x cut dig drop embed enrol fit forbid format get hit knit label let level model "
    "map mop nap net occur opt pad pair-x pan permit pilot-x plan plug prefer program put ration-x rebut "
    "refer remit reset rob run scan scrap set shed ship shop shut sit slash-x slim slot split step "
    "stop strip submit swap tag tap tip top transfer transmit travel trim vet wed win wrap commit "
    "admit begin channel cancel equip signal fuel tunnel control compel defer deter incur patrol "
    "propel rebel regret repel spur stir upset retrofit";

inline constexpr std::string_view kAgentNouns =
    "administration administrations agencies agency airline airlines alliance allies ally army "
    "assembly association associations authorities authority bank banks board boards body bodies "
    "business businesses cabinet capital capitals chancellor charities charity citizens cities city "
    "clinics clinicians coalition college colleges command commander commanders commission "
    "commissioner commissioners committee communities community companies company congress "
    "consumers contractors corporations council councillors councils counties countries country "
    "county court courts department departments developers director directorate directors doctors "
    "donors employers employees farmers firms forces foundation foundations funders governments "
    "government governor governors group groups growers hospital hospitals households industry "
    "inquiry insurers investors judges judiciary landlords lawmakers leader leaders leadership "
    "legislators legislature legislatures lenders libraries local-authorities managers manufacturers "
    "mayor mayors media member members military minister ministers ministries ministry "
    "municipalities municipality museums nation nations navy negotiators office officers officials "
    "operator operators opposition organisation organisations organization organizations owners "
    "panel parents parliament parliaments parties partners party planners platforms police "
    "policymakers politicians port ports practices president prime producers professionals prosecutors "
    "providers province provinces publishers pupils railway railways region regions regulator "
    "regulators researchers residents retailers retailer school schools scientists secretary sector "
    "secretariat senate sheriff shops side sides staff state states students supermarkets suppliers "
    "surgeons taskforce teachers tenants trainers treasury tribunal trust trusts union unions "
    "universities university users utilities utility vendor vendors village villages volunteers voters "
    "ward washington whitehall workers beijing brussels london moscow seoul tokyo berlin paris";

inline constexpr std::string_view kInstrumentNouns =
    "act agency agreement alert allowance amnesty arrangement assembly audit ban base benefit board "
    "bonus boundary budget bursary campaign cap ceiling centre center certificate channel charge "
    "charter cheque clause clinic code commission commissioner committee compact conference contract "
    "convention corridor council course credit curriculum database deadline deposit directive "
    "discount dividend duty embargo exchange exemption facility fee fine force forum framework "
    "freeze fund grant guarantee guideline guidelines hotline hub incentive initiative inquiry "
    "inspectorate institute inventory law leave levy licence license limit line list loan mandate "
    "mechanism memorandum minimum moratorium network obligation observatory office officer "
    "ombudsman package pact park partnership payment penalty permit pilot plan platform pledge "
    "policy pool portal portfolio post price procedure programme program project protocol "
    "quota rebate refund referendum reform register regulation regulator requirement reserve "
    "review right rights roadmap route rule rules safeguard sanction scheme scholarship school "
    "secretariat service settlement shelter standard standards strategy subsidy summit supplement "
    "surcharge survey system target tariff task taskforce tax taxes team threshold toll training "
    "treaty trial tribunal unit voucher warning window zone mechanisms safeguards systems "
    "procedures exercises drills talks consultations inspections fines levies subsidies vouchers "
    "counsellor counsellors inspector inspectors nurse nurses lanes lane hotlines limits grants";

// noun verb pairs: what the noun's action is.
inline constexpr std::string_view kActionNouns =
    "abolition abolish acceleration accelerate adjustment adjust adoption adopt alignment align "
    "allocation allocate appointment appoint assessment assess automation automate ban ban "
    "broadening broaden cancellation cancel certification certify clarification clarify closure "
    "close collection collect consolidation consolidate construction construct conversion convert "
    "coordination coordinate creation create cut cut decommissioning decommission deepening deepen "
    "definition define delivery deliver demolition demolish deployment deploy development develop "
    "digitisation digitise disclosure disclose dissolution dissolve distribution distribute "
    "diversification diversify elimination eliminate enforcement enforce enhancement enhance "
    "enlargement enlarge establishment establish evaluation evaluate examination examine exclusion "
    "exclude exemption exempt expansion expand exploration explore extension extend formation form "
    "freeze freeze hardening harden harmonisation harmonise harmonization harmonize implementation "
    "implement imposition impose improvement improve inclusion include increase increase inspection "
    "inspect installation install integration integrate intensification intensify introduction "
    "introduce investigation investigate isolation isolate launch launch legalisation legalise "
    "legalization legalize liberalisation liberalise limitation limit merger merge mobilisation "
    "mobilise modernisation modernise modernization modernize monitoring monitor nationalisation "
    "nationalise optimisation optimise optimization optimize "
    "pooling pool postponement postpone preservation preserve prioritisation prioritise "
    "privatisation privatise prohibition prohibit promotion promote prosecution prosecute protection "
    "protect provision provide publication publish purchase purchase reallocation reallocate "
    "rebalancing rebalance recalibration recalibrate recognition recognise recruitment recruit "
    "redeployment redeploy redesign redesign redistribution redistribute reduction reduce reform "
    "reform regulation regulate reinforcement reinforce relaxation relax release release relocation "
    "relocate removal remove renewal renew renovation renovate reopening reopen reorganisation "
    "reorganise repeal repeal replacement replace resettlement resettle restoration restore "
    "restriction restrict restructuring restructure resumption resume retention retain review review "
    "revision revise sharing share simplification simplify standardisation standardise "
    "strengthening strengthen suspension suspend termination terminate testing test tightening "
    "tighten training train transfer transfer transformation transform unification unify upgrade "
    "upgrade use use vaccination vaccinate verification verify widening widen withdrawal withdraw";

}  // namespace plenum::ingestion

#endif  // PLENUM_SERVICES_INGESTION_EXTRACTION_LEXICON_DATA_H_

// The words of receipts: a byte of a commitment is the index of its word. The list and its order are part
// of the form (services/deliberation/record/words.h), so that every program says the same words.
export const RECEIPT_WORDS: readonly string[] = `
  acorn album amber anchor apple apron arch arrow atlas attic autumn bacon badge baker balcony
  bamboo banjo barley barrel basil basket beacon beaver bench berry birch biscuit blanket
  blossom bonnet bottle bramble branch bread breeze brick bridge bronze brook broom bucket
  buckle bugle button cabin cactus camel candle canoe canvas carpet carrot castle cedar cellar
  cello chalk chapel cherry chess chimney cider cinnamon circle clarinet clay cliff clock cloud
  clover coast cobalt coffee comet compass copper coral cork cotton cradle crane crayon cricket
  crown crystal curtain cushion daisy dolphin donkey dragon drum eagle easel echo elbow elm
  ember engine fabric falcon feather fennel fern ferry fiddle field figure flag flute forest
  fossil fountain fox galaxy garden garlic ginger glacier globe goose granite grape guitar
  hammer harbor harp harvest hazel heron hill honey horizon iceberg igloo island ivory ivy
  jacket jasmine jewel juniper kettle kitten ladder lagoon lantern laurel lemon lentil library
  lily linen lizard lobster locket lotus magnet mango maple marble meadow melon mill mirror
  mitten moss mountain muffin nectar needle nest nutmeg oak oasis ocean olive onion orbit
  orchard otter oyster paddle palace panda paper parcel parsley peach pebble pelican pencil
  pepper piano pigeon pillow pine planet plum pocket pond poppy potato prairie pumpkin quartz
  quilt rabbit radish raft rain raven ribbon river robin rocket saddle saffron sail salmon sand
  scarf seal shell silver sparrow spoon squirrel stable summit swan table teapot thistle thunder
  tiger timber tulip tunnel turtle umbrella valley vanilla velvet village violet violin wagon
  walnut water wheel whistle willow window yarn zebra
`
  .trim()
  .split(/\s+/);

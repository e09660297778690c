#include "CScoutShims.h"

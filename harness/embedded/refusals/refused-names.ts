// Long since it is one table: a test holds it against the whole list of LEAN's names.
/** Names of LEAN's that the embedded engine does not have, for one reason. */
export interface RefusedNames {
  /** What is missing, as the end of "the embedded engine …". */
  readonly why: string;
  /** What does instead; LEAN where there is nothing. */
  readonly instead?: string;
  readonly names: string;
}

const STATISTICS = 'setSummaryStatistic(name, value) for figures of your own';

/** Of `Algorithm`, in our spelling. Indicators of one letter are left out: fields are called so. */
export const ALGORITHM_NAMES: readonly RefusedNames[] = [
  {
    why: 'has no options',
    names: `addOption addOptionContract addIndexOption addIndexOptionContract addFutureOption
      addFutureOptionContract addUniverseOptions removeOptionContract optionChain optionChains
      exerciseOption setOptionChainProvider onAssignmentOrderEvent iv`,
  },
  {
    why: 'has no futures and no indices',
    names: `addFuture addFutureContract addCryptoFuture addIndex futureChain futureChains
      futuresChain futuresChains setFutureChainProvider`,
  },
  {
    why: 'has no orders of several legs',
    instead: 'an order for each security',
    names: 'comboMarketOrder comboLimitOrder comboLegLimitOrder',
  },
  {
    why: 'has no universes: what is traded is added in initialize',
    instead: 'addEquity and its like for every ticker that may be traded',
    names: `addUniverse addUniverseSelection setUniverseSelection universe universeManager
      universeSelection universeSettings activeSecurities onSecuritiesChanged removeSecurity`,
  },
  {
    why: 'has no algorithm framework',
    instead: 'setHoldings with targets, or orders, in onData',
    names: `addAlpha setAlpha alpha insights insightsGenerated emitInsights setPortfolioConstruction
      portfolioConstruction setExecution execution addRiskManagement setRiskManagement riskManagement
      signalExport frameworkPostInitialize onFrameworkData onFrameworkSecuritiesChanged`,
  },
  {
    why: 'reads prices alone, no data of other kinds and no fundamentals',
    names: `addData fundamentals download objectStore setObjectStore setAvailableDataTypes cik cusip
      isin sedol compositeFIGI ticker`,
  },
  {
    why: 'has one security at a time in an indicator, not this one',
    instead: 'indicators that are there, or one reckoned in onData',
    names: `addiff adr advr mosc msi nhnl nhnlv trin`,
  },
  {
    why: 'does not have this indicator',
    instead: 'indicators that are there (they can be chained), or one reckoned in onData',
    names: `abands ad adosc adxr ao apo aps ar arima asi bop candlestickPatterns cc chop cks cmf cmo
      co cov crsi dem do dpo emv fi filteredIdentity fish frama he heikinAshi ht ibs ichimoku kst kvo
      logr lsma mama mass midpoint midprice momersion natr pphl ppo pso rc rdv rma rsv rvi sarext si
      sm sobv sortino sr srsi stc str swiss tdd tds tp trix tsf tsi ultosc vidya vp vtx vwma wto zz`,
  },
  {
    why: 'draws what is plotted as lines',
    instead: 'plot(chart, series, value), which makes both',
    names: 'addChart addSeries',
  },
  {
    why: 'plots when it is told to',
    instead: 'plot(chart, ...indicators) in onData',
    names: 'plotIndicator',
  },
  {
    why: 'runs to the end of the dates',
    instead: 'a field that stops trading',
    names: 'quit setQuit setMaximumOrders',
  },
  {
    why: 'gives securities their models when they are added',
    instead: 'the models of the security that addEquity returns',
    names: 'setSecurityInitializer addSecurityInitializer securityInitializer',
  },
  {
    why: 'does not call it',
    instead:
      'schedule.on(dateRules.everyDay(symbol), timeRules.beforeMarketClose(symbol, 10), callback)',
    names: 'onEndOfDay',
  },
  { why: 'does not call it', instead: 'the end of onData', names: 'onEndOfTimeStep' },
  {
    why: 'has no prices before the first bar but by history',
    instead: 'history(symbol, 1)',
    names: 'getLastKnownPrices',
  },
  {
    why: 'makes consolidators for a security',
    instead: 'consolidate, or a TradeBarConsolidator of your own',
    names: 'createConsolidator resolveConsolidator createIndicatorName',
  },
  {
    why: 'lets everything be sold short',
    names: 'shortable shortableQuantity',
  },
  {
    why: 'takes the risk-free rate from the data folder',
    names: 'riskFreeInterestRateModel setRiskFreeInterestRateModel',
  },
  {
    why: 'knows its statistics when the backtest is over',
    instead: STATISTICS,
    names: 'statistics runtimeStatistics tradeBuilder setTradeBuilder setStatisticsService',
  },
  {
    why: 'has no commands and nothing of a broker that is connected',
    names: `addCommand broadcastCommand runCommand link onCommand brokerageMessageHandler
      setBrokerageMessageHandler brokerageName`,
  },
  {
    why: 'keeps this for itself',
    instead: 'what a strategy of LEAN calls',
    names: `algorithmId algorithmMode benchmark debugMessages debugMode deploymentTarget errorMessages
      getChartUpdates getLocked historyProvider logMessages nameUpdated pandasConverter postInitialize
      projectId runTimeError setAlgorithmId setAlgorithmMode setApi setCurrentSlice setDateTime
      setDeploymentTarget setFinishedWarmingUp setHistoryProvider setLiveMode setLocked
      setPandasConverter setParameters setRunTimeError setStatus status submitOrderRequest tagsUpdated
      timeKeeper tradingCalendar`,
  },
];

/** Of the portfolio. */
export const PORTFOLIO_NAMES: readonly RefusedNames[] = [
  {
    why: 'reckons buying power for an order that is sent',
    instead: 'marginRemaining, or calculateOrderQuantity(symbol, target) of the algorithm',
    names: `getBuyingPower getMarginRemaining hasSufficientBuyingPowerForOrder
      totalPortfolioValueLessFreeBuffer logMarginInformation`,
  },
  {
    why: "has LEAN's default margin calls",
    instead: 'onMarginCall of the algorithm',
    names: 'marginCallModel setMarginCallModel',
  },
  {
    why: 'sets cash through the algorithm',
    instead: 'setCash and setAccountCurrency of the algorithm',
    names: 'setCash setAccountCurrency',
  },
  { why: 'has no groups of positions', names: 'positions setPositions' },
  {
    why: 'changes the portfolio by fills alone',
    instead: 'orders',
    names: `addTransactionRecord applyDividend applySplit clear processFills remove
      invalidateTotalPortfolioValue`,
  },
  {
    why: 'answers by get and containsKey',
    instead: 'get, containsKey, keys, values',
    names: 'contains copyTo getItems isReadOnly item tryGetValue',
  },
  { why: 'keeps no book of it', instead: 'unsettledCash', names: 'unsettledCashBook' },
];

/** Of `transactions`. */
export const TRANSACTION_NAMES: readonly RefusedNames[] = [
  {
    why: 'knows won and lost trades when the backtest is over',
    instead: 'lastTradeProfit of a holding, in onOrderEvent',
    names: `transactionRecord winCount lossCount winningTransactions losingTransactions
      addTransactionRecord`,
  },
  {
    why: 'takes orders through the algorithm and its tickets',
    instead: 'limitOrder and its like, and update of a ticket',
    names: `addOrder updateOrder removeOrder processRequest setOrderId setOrderProcessor
      getIncrementOrderId getIncrementGroupOrderManagerId getOrdersByBrokerageId`,
  },
  {
    why: 'fills market orders at once, as LEAN in backtests',
    names: 'marketOrderFillTimeout waitForOrder setLiveMode',
  },
  {
    why: 'does not foresee holdings',
    instead: 'getOpenOrdersRemainingQuantity(symbol) and the holding',
    names: 'getProjectedHoldings',
  },
  { why: 'has one clock', instead: 'utcTime of the algorithm', names: 'utcTime' },
];

/** Of a security. */
export const SECURITY_NAMES: readonly RefusedNames[] = [
  {
    why: 'has no such model of a security',
    names: `dataFilter setDataFilter marginInterestRateModel setMarginInterestRateModel
      portfolioModel priceVariationModel settlementModel setSettlementModel shortableProvider
      setShortableProvider volatilityModel setVolatilityModel`,
  },
  {
    why: 'calls it the buying-power model',
    instead: 'buyingPowerModel and setBuyingPowerModel',
    names: 'marginModel setMarginModel',
  },
  {
    why: 'reads prices and volumes of bars alone',
    names: 'askSize bidSize openInterest fundamentals',
  },
  {
    why: 'has no session bars of a security',
    instead: 'consolidate(symbol, Calendar.Daily, handler)',
    names: 'session',
  },
  {
    why: 'moves securities on by itself',
    instead: 'fields of the strategy for what it keeps',
    names: `cache add clear get item nullLeverage refreshDataNormalizationModeProperty remove reset set
      setLocalTimeKeeper setMarketPrice subscriptions tryGet tryGetMember tryInvokeMember
      trySetMember update`,
  },
];

/** Of a holding. */
export const HOLDING_NAMES: readonly RefusedNames[] = [
  {
    why: 'changes holdings by fills alone',
    instead: 'orders',
    names: `addNewDividend addNewFee addNewProfit addNewSale setHoldings setLastTradeProfit
      updateMarketPrice quantityChanged target`,
  },
  {
    why: 'reckons what closing brings at the last price',
    instead: 'unrealizedProfit, holdingsValue',
    names: 'totalCloseProfit getQuantityValue',
  },
];

/** Of an order ticket. */
export const TICKET_NAMES: readonly RefusedNames[] = [
  {
    why: 'keeps no requests and responses',
    instead: 'the ticket itself, its status and message',
    names: `cancelRequest submitRequest updateRequests getMostRecentOrderRequest
      getMostRecentOrderResponse hasOrder orderSet orderClosed get invalidCancelOrderId
      invalidSubmitRequest invalidUpdateOrderId`,
  },
  { why: 'tells events when they happen', instead: 'onOrderEvent', names: 'orderEvents' },
  { why: 'calls it type', instead: 'type', names: 'orderType' },
];

/** Of a slice. */
export const SLICE_NAMES: readonly RefusedNames[] = [
  {
    why: 'has bars alone, no ticks and no chains',
    names: 'ticks futureChains futuresChains optionChains marginInterestRates allData',
  },
  { why: 'tells the time by utcTime', instead: 'utcTime, or time of the algorithm', names: 'time' },
  {
    why: 'answers by get and containsKey',
    instead: 'get, containsKey, keys, values',
    names: 'clear getEnumerator getItems isReadOnly item mergeSlice remove tryGetValue',
  },
];

/** Of `securities`. */
export const SECURITIES_NAMES: readonly RefusedNames[] = [
  {
    why: 'adds securities through the algorithm, in initialize',
    instead: 'addEquity and its like',
    names: `add clear remove collectionChanged createBenchmarkSecurity createSecurity setLiveMode
      setSecurityService`,
  },
  {
    why: 'answers by get and containsKey',
    instead: 'get, containsKey, keys, values, count',
    names: 'contains copyTo getItems isReadOnly item total tryGetValue utcTime',
  },
];

/** Of `settings`. */
export const SETTING_NAMES: readonly RefusedNames[] = [
  {
    why: 'has LEAN’s default for it, and no other',
    names: `dailyConsolidationUseExtendedMarketHours dailyPreciseEndTime databasesRefreshPeriod
      ignoreUnknownAssetHoldings liquidateEnabled maxAbsolutePortfolioTargetPercentage
      minAbsolutePortfolioTargetPercentage performanceSamplePeriod
      rebalancePortfolioOnInsightChanges rebalancePortfolioOnSecurityChanges seedInitialPrices
      stalePriceTimeSpan tradingDaysPerYear`,
  },
  {
    why: 'keeps a part of the portfolio free',
    instead: 'freePortfolioValuePercentage',
    names: 'freePortfolioValue',
  },
  {
    why: 'takes it with the warm-up',
    instead: 'setWarmUp(length, resolution)',
    names: 'warmupResolution',
  },
];

/** Of `schedule`. */
export const SCHEDULE_NAMES: readonly RefusedNames[] = [
  {
    why: 'schedules by rules',
    instead: 'schedule.on(dateRule, timeRule, callback)',
    names: 'add event setEventSchedule',
  },
  {
    why: 'has it in the algorithm',
    instead: 'train, dateRules and timeRules of the algorithm',
    names: 'training trainingNow dateRules timeRules',
  },
];

/** Of `dateRules` and `timeRules`. */
export const RULE_NAMES: readonly RefusedNames[] = [
  {
    why: 'has one zone for rules, New York',
    instead: 'timeRules.at(hour, minute, zone)',
    names: 'setDefaultTimeZone',
  },
];

/** Of the cash book and what is in it. */
export const CASH_BOOK_NAMES: readonly RefusedNames[] = [
  {
    why: 'answers by get and has',
    instead: 'get, has, values',
    names: `contains containsKey copyTo count getEnumerator getItems isReadOnly item keys
      tryGetValue`,
  },
  {
    why: 'calls it toAccount',
    instead: 'toAccount(amount, currency)',
    names: 'convertToAccountCurrency',
  },
  {
    why: 'changes cash by fills and setCash alone',
    instead: 'setCash(currency, amount) in initialize',
    names: 'add clear ensureCurrencyDataFeeds remove updated',
  },
];

export const CASH_NAMES: readonly RefusedNames[] = [
  {
    why: 'changes cash by fills and setCash alone',
    instead: 'setCash(currency, amount) in initialize',
    names: `addAmount setAmount update updated currencyConversion currencyConversionUpdated
      ensureCurrencyDataFeed`,
  },
  {
    why: 'names currencies by their codes',
    instead: 'symbol',
    names: 'currencySymbol securitySymbols',
  },
];

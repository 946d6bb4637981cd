using SmartPbx.Contracts.Bus;

namespace SmartPbx.Embedded.Tests.Bus;

public sealed class SqliteEventBusTests() : EventBusContract(new SqliteEventQueueHarness());

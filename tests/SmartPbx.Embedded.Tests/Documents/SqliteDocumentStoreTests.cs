using SmartPbx.Contracts.Documents;

namespace SmartPbx.Embedded.Tests.Documents;

public sealed class SqliteDocumentStoreTests() : DocumentStoreContract(new SqliteDocumentStoreHarness());

public sealed class SqliteDocumentLimitsTests() : DocumentLimitsContract(new SqliteDocumentStoreHarness());

public sealed class SqliteDocumentQueryTests() : DocumentQueryContract(new SqliteDocumentStoreHarness());

public sealed class SqliteChangeFeedTests() : ChangeFeedContract(new SqliteDocumentStoreHarness());

public sealed class SqliteTenantSeparationTests() : TenantSeparationContract(new SqliteDocumentStoreHarness());

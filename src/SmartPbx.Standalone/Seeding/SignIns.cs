namespace SmartPbx.Standalone.Seeding;

/// <summary>Sign-ins made for a new data folder: shown once, stored only as hashes.</summary>
internal sealed record SignIns(string AdminPassword, string OperatorPassword, string PhonePassword);

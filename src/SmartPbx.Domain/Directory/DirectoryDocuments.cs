using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Directory;

/// <summary>How the directory is stored: everything of a tenant that the edge keeps in memory, in one partition, so that it is one change feed.</summary>
public static class DirectoryDocuments
{
    public const string Partition = "directory";

    /// <summary>In partition <see cref="TenantsPartition"/> of the platform tenant; id is the tenant id.</summary>
    public static readonly DocumentKind<Tenant> Tenants = new("tenant");
    public const string TenantsPartition = "tenants";

    /// <summary>Id is the number without plus.</summary>
    public static readonly DocumentKind<PhoneNumber> Numbers = new("number");
    public static readonly DocumentKind<Extension> Extensions = new("extension");
    public static readonly DocumentKind<Trunk> Trunks = new("trunk");
    /// <summary>One per tenant, under <see cref="DialPlanId"/>.</summary>
    public static readonly DocumentKind<DialPlan> DialPlans = new("dial_plan");
    public const string DialPlanId = "dial_plan";
    public static readonly DocumentKind<User> Users = new("user");
}

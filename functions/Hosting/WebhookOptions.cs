namespace SmartPbx.Functions.Hosting;

/// <summary>Settings of webhooks: section <c>Functions:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Deliver to private, loopback and link-local addresses, and by plain http: laboratories only.</summary>
    public bool AllowPrivateAddresses { get; set; }

    public int TimeoutSeconds { get; set; } = 10;
}

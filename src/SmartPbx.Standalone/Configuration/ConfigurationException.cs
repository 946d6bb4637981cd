namespace SmartPbx.Standalone.Configuration;

/// <summary>A setting with which the product does not start.</summary>
internal sealed class ConfigurationException(string key, string reason) : Exception($"{key}: {reason}");

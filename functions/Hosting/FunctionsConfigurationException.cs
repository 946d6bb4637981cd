namespace SmartPbx.Functions.Hosting;

/// <summary>A setting with which the function app does not start; the message names the key and the reason.</summary>
public sealed class FunctionsConfigurationException(string message, Exception? inner = null) : Exception(message, inner);

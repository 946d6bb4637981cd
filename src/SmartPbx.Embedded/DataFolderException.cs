namespace SmartPbx.Embedded;

/// <summary>The data folder cannot be used as it is; the message names the folder and the way out.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);

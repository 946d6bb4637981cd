namespace SmartPbx.Bench;

/// <summary>A measurement could not be made; the message says why.</summary>
internal sealed class BenchFailedException(string message) : Exception(message);

using System.Buffers;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Prompts;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Hosting;

/// <summary>What an edge is made of, as the container composes it.</summary>
public sealed record EdgeParts(EdgeOptions Options, FileBudget Files, DataFolder Folder, DirectoryService Directory, CallAdmission Admission, BindingTable Bindings, TrunkBoard Trunks, TrunkService TrunkService, TollGuard Toll, ScannerGuard Scanners, BindingFile BindingFile, CallRouter Router,
    EventSpool Events, EventPublisher Publisher, RealTimeFeed RealTime, RecordingSpool Recordings, CdrLog Cdrs, CallRecords Records, CallJournal Journal,
    CrashRecovery Recovery, NoticeAudio Notices, ConversationServices Conversations, SupervisionBook Supervisions, IEdgeCommandSource Commands, EdgeMetrics Metrics, PrometheusWriter Exposition, ISecrets Secrets, ArrayPool<byte> Buffers, TimeProvider Clock, IIdSource Ids, IHostResolver Hosts);

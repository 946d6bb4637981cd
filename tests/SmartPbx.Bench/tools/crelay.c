// From the shared load tools of the project, as it is.
// gcc -O2 -o crelay crelay.c
// crelay: minimal userspace UDP relay upper bound. N calls, 2 sockets per call (A-facing, B-facing).
// mode 0: epoll + recvmmsg/sendmmsg ; 1: epoll + recv/send(connected) ; 2: epoll + recvfrom/sendto
// 3: single shared socket pair, recvmmsg/sendmmsg, demux by SSRC (best case batching; not SIP-symmetric per call)
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>
#include <errno.h>
#include <getopt.h>
#include <sys/socket.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#define MB 32
int main(int ac,char**av){ int N=100,K=32,mode=0,base=40000,ga=20000,gb=30000,c; const char*map="relay.map";
 while((c=getopt(ac,av,"n:k:m:b:f:"))!=-1)switch(c){case 'n':N=atoi(optarg);break;case 'k':K=atoi(optarg);break;case 'm':mode=atoi(optarg);break;case 'b':base=atoi(optarg);break;case 'f':map=optarg;break;}
 struct rlimit rl={20000,20000};setrlimit(RLIMIT_NOFILE,&rl);
 int ns=mode==3?2:2*N; int*fd=malloc(ns*sizeof(int)); struct sockaddr_in*dst=calloc(2*N,sizeof *dst); int ep=epoll_create1(0);
 for(int i=0;i<N;i++)for(int d=0;d<2;d++){dst[2*i+d]=(struct sockaddr_in){.sin_family=AF_INET,.sin_port=htons((d?gb:ga)+2*(i%K))};inet_aton("127.0.0.1",&dst[2*i+d].sin_addr);} // dst[2i]=A gen, dst[2i+1]=B gen
 FILE*f=fopen(map,"w"); for(int i=0;i<N;i++)fprintf(f,"127.0.0.1 %d 127.0.0.1 %d\n",mode==3?base:base+4*i,mode==3?base+2:base+4*i+2); fclose(f);
 for(int s=0;s<ns;s++){ int x=socket(AF_INET,SOCK_DGRAM|SOCK_NONBLOCK,0); int b=mode==3?16<<20:1<<20; setsockopt(x,SOL_SOCKET,SO_RCVBUFFORCE,&b,4); struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(base+(mode==3?2*s:4*(s/2)+2*(s&1)))};inet_aton("127.0.0.1",&a.sin_addr); if(bind(x,(void*)&a,sizeof a)){perror("bind");return 1;} if(mode==1||mode==0)if(connect(x,(void*)&dst[s],sizeof a)){perror("connect");return 1;} fd[s]=x; struct epoll_event e={.events=EPOLLIN,.data.u32=s};epoll_ctl(ep,EPOLL_CTL_ADD,x,&e);} 
 printf("ready pid=%d\n",getpid());fflush(stdout);
 static uint8_t b[MB][2048]; struct mmsghdr m[MB]; struct iovec io[MB]; memset(m,0,sizeof m); for(int i=0;i<MB;i++){io[i]=(struct iovec){b[i],2048};m[i].msg_hdr.msg_iov=&io[i];m[i].msg_hdr.msg_iovlen=1;}
 struct epoll_event ev[512]; for(;;){ int n=epoll_wait(ep,ev,512,-1); for(int k=0;k<n;k++){ int s=ev[k].data.u32,p=s^1; 
   if(mode==1){ ssize_t r=recv(fd[s],b[0],2048,0); if(r>0)send(fd[p],b[0],r,0); }
   else if(mode==2){ struct sockaddr_in a;socklen_t al=sizeof a; ssize_t r=recvfrom(fd[s],b[0],2048,0,(void*)&a,&al); if(r>0)sendto(fd[p],b[0],r,0,(void*)&dst[p],sizeof a); }
   else { for(int i=0;i<MB;i++)io[i].iov_len=2048; int r=recvmmsg(fd[s],m,MB,0,0); if(r<=0)continue; for(int i=0;i<r;i++){io[i].iov_len=m[i].msg_len; if(mode==3){uint32_t v;memcpy(&v,b[i]+8,4);v=ntohl(v)&0xffffff; m[i].msg_hdr.msg_name=&dst[v^1];m[i].msg_hdr.msg_namelen=sizeof dst[0];}}
     int o=0;while(o<r){int w=sendmmsg(fd[p],m+o,r-o,0);if(w<=0)o++;else o+=w;} if(mode==3)for(int i=0;i<r;i++){m[i].msg_hdr.msg_name=0;m[i].msg_hdr.msg_namelen=0;} } } } }
